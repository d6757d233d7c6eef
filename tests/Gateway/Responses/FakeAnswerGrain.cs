using Cocoon.Core.Accounts;
using Cocoon.Core.Answers;
using Cocoon.Grains.Answers;

namespace Cocoon.Gateway.Tests.Responses;

/// <summary>One of <see cref="FakeAnswers"/>.</summary>
internal sealed class FakeAnswerGrain(string key, FakeAnswers answers) : IAnswerGrain, IReplayGrain
{
    public Task Store(AccountAddress owner, byte[] message, DateTimeOffset expiresAt)
    {
        answers.Keep(key, owner, message, expiresAt);
        return Task.CompletedTask;
    }

    public Task<bool> Remember(AccountAddress owner, byte[] message)
    {
        answers.Keep(key, owner, message, DateTimeOffset.MaxValue);
        return Task.FromResult(true);
    }

    public Task<bool> Complete(AccountAddress owner, byte[] message) => Change(owner, answer => answer with { Sealed = message });

    public Task<StoredAnswer?> Find(AccountAddress owner) => Task.FromResult(Own(owner));

    public Task<bool> Cancel(AccountAddress owner) => Change(owner, answer => answer with { IsCancelled = true });

    public Task<bool> IsWanted(AccountAddress owner) => Task.FromResult(Own(owner) is { IsCancelled: false });

    public Task<bool> Delete(AccountAddress owner) => Task.FromResult(Own(owner) is not null && answers.Kept.TryRemove(key, out _));

    private Task<bool> Change(AccountAddress owner, Func<StoredAnswer, StoredAnswer> change)
    {
        while (Own(owner) is { } answer)
            if (answers.Kept.TryUpdate(key, change(answer), answer)) return Task.FromResult(true);
        return Task.FromResult(false);
    }

    private StoredAnswer? Own(AccountAddress owner) => answers.Kept.GetValueOrDefault(key) is { } answer && answer.Owner == owner ? answer : null;
}
