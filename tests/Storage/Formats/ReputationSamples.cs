using Cocoon.Core.Crypto;
using Cocoon.Core.Reputation;
using Cocoon.Core.Settlement;

namespace Cocoon.Storage.Tests.Formats;

/// <summary>A provider's standing with every member set, and an epoch that is on chain.</summary>
internal static class ReputationSamples
{
    public static Standings Known { get; } = new Standings { Since = Values.Time(40), SeenAt = Values.Time(41) }.With("tiny-jane", new Standing
    {
        At = Values.Time(42),
        Payers = [new PayerTally(0xfedc_ba98_7654_3210, 0.25, 12.5, 0.1)],
        Passed = 3,
        Mismatches = 1,
        NoAnswers = 2,
        Lost = 0.5,
        Owed = 0.75,
        FirstTokenMs = 81.5,
        TokensPerSecond = 42,
        Judgements = [new CountedJudgement(Values.Job(2), true)],
    });

    public static Anchor Anchored { get; } = new(492_222, Values.Hash(70))
    {
        Attempt = new ChainAttempt(new HexBytes([0xb5, 3]), 1_767_331_000, 34),
        Since = 1_767_330_940,
        Transaction = Values.Hash(71),
        Block = 4_250,
        IsFinal = true,
    };

    public static EpochsState Epochs { get; } = new()
    {
        Epochs = [new Epoch(492_222, Values.Time(50), -217, Values.Address(4), 1, [new EpochLine(Values.Address(3), "tiny-jane", 731)], Values.Hash(70)) { Transaction = Values.Hash(71) }],
    };
}
