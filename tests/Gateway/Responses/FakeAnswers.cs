using System.Collections.Concurrent;
using System.Text;
using Cocoon.Core.Accounts;
using Cocoon.Core.Answers;
using Cocoon.Grains.Answers;
using NSubstitute;

namespace Cocoon.Gateway.Tests.Responses;

/// <summary>Kept answers in memory: what the grains of all keys have.</summary>
internal sealed class FakeAnswers
{
    private readonly TaskCompletionSource _kept = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _writes;

    public ConcurrentDictionary<string, StoredAnswer> Kept { get; } = new(StringComparer.Ordinal);

    /// <summary>Answers that were kept, those deleted since included.</summary>
    public int Writes => _writes;

    /// <summary>Completes with the first answer that is kept.</summary>
    public Task First => _kept.Task;

    /// <summary>All that is kept, as text.</summary>
    public string Bytes => string.Concat(Kept.Values.Select(static answer => Encoding.Latin1.GetString(answer.Sealed)));

    /// <summary>Gives a market these grains.</summary>
    public static FakeAnswers Of(FakeMarket market)
    {
        var answers = new FakeAnswers();
        market.Grains.GetGrain<IAnswerGrain>(Arg.Any<string>()).Returns(call => new FakeAnswerGrain(call.ArgAt<string>(0), answers));
        market.Grains.GetGrain<IReplayGrain>(Arg.Any<string>()).Returns(call => new FakeAnswerGrain("replay_" + call.ArgAt<string>(0), answers));
        return answers;
    }

    public void Keep(string key, AccountAddress owner, byte[] message, DateTimeOffset expiresAt)
    {
        Interlocked.Increment(ref _writes);
        Kept[key] = new StoredAnswer { Owner = owner, Sealed = message, ExpiresAt = expiresAt };
        _kept.TrySetResult();
    }
}
