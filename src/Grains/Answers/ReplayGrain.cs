using Cocoon.Core.Accounts;
using Cocoon.Core.Answers;

namespace Cocoon.Grains.Answers;

/// <summary>Keeps one answer in memory for as long as retries come. Without a record, so that a keyed request costs no read and no write.</summary>
[GrainType("replay")]
public sealed class ReplayGrain(TimeProvider time) : Grain, IReplayGrain
{
    /// <summary>How long an answer stays: retries come within seconds.</summary>
    public static readonly TimeSpan Stay = TimeSpan.FromMinutes(2);

    /// <summary>What an activation takes beside its answer.</summary>
    private const int OwnBytes = 4_096;

    /// <summary>One budget for the process, as memory is; the answers of two minutes under load.</summary>
    private static readonly AnswerMemory Memory = new(128L * 1024 * 1024);

    private StoredAnswer? _answer;
    private IGrainTimer? _forgetting;

    public Task<bool> Remember(AccountAddress owner, byte[] message)
    {
        if (message.Length is 0 or > StoredAnswer.MaxBytes || (_answer is not null && _answer.Owner != owner)) return Task.FromResult(false);
        Forget();
        if (!Memory.TryTake(OwnBytes + message.Length)) return Task.FromResult(false);
        _answer = new StoredAnswer { Owner = owner, Sealed = message, ExpiresAt = time.GetUtcNow() + Stay };
        DelayDeactivation(Stay);
        _forgetting = this.RegisterGrainTimer(OnForgotten, new GrainTimerCreationOptions(Stay, Timeout.InfiniteTimeSpan));
        return Task.FromResult(true);
    }

    public Task<StoredAnswer?> Find(AccountAddress owner) => Task.FromResult(_answer is not null && _answer.IsFor(owner, time.GetUtcNow()) ? _answer : null);

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Forget();
        return base.OnDeactivateAsync(reason, cancellationToken);
    }

    private Task OnForgotten(CancellationToken cancellationToken)
    {
        Forget();
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    private void Forget()
    {
        _forgetting?.Dispose();
        _forgetting = null;
        if (_answer is null) return;
        Memory.GiveBack(OwnBytes + _answer.Sealed.Length);
        _answer = null;
    }
}
