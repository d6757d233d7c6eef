using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Trust;

namespace Cocoon.Storage.Tests.Formats;

internal static class AccountSamples
{
    /// <summary>A key in use with limits and an old secret, a revoked one, two channels, a job under way, a wallet's proof.</summary>
    public static AccountState Rich { get; } = new()
    {
        Keys =
        [
            new ApiKeyRecord("a1b2c3d4", "laptop", Values.Hash(20), Values.Time(), RevokedAt: null),
            new ApiKeyRecord("e5f6a7b8", "Büro \"2\" <old>", Values.Hash(21), Values.Time(1), Values.Time(9)),
        ],
        Channels = [Values.Address(2), Values.Address(12)],
        Scopes = ImmutableDictionary<string, KeyScope>.Empty.Add("a1b2c3d4", new KeyScope
        {
            Models = ["tiny-jane"], LeastTier = Tier.CpuTee, DailySpend = new Nano(5_000), RequestsPerMinute = 60, TokensPerMinute = 10_000,
            Concurrency = 4, Origins = ["https://app.example"], ExpiresAt = Values.Time(100),
        }),
        Retiring = ImmutableDictionary<string, RetiringSecret>.Empty.Add("a1b2c3d4", new RetiringSecret { SecretHash = Values.Hash(22), Until = Values.Time(3) }),
        Budgets = ImmutableDictionary<string, KeyBudgetState>.Empty.Add("a1b2c3d4", new KeyBudgetState
        {
            Day = 739_000, Spent = new Nano(700), Held = new Nano(300),
            Reserved = ImmutableSortedDictionary<JobId, KeyReservation>.Empty.Add(Values.Job(1), new KeyReservation { Amount = new Nano(300), Day = 739_000, Deadline = Values.Time(2) }),
        }),
        Proofs = ImmutableDictionary<string, UsedProof>.Empty.Add(Values.Hash(23).ToString(), new UsedProof { Key = "a1b2c3d4", Until = Values.Time(4) }),
    };
}
