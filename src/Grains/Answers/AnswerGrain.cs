using Cocoon.Core.Accounts;
using Cocoon.Core.Answers;

namespace Cocoon.Grains.Answers;

/// <summary>
/// Keeps one answer as ciphertext, in its record until a reminder takes that away (ADR 0013). State record: StoredAnswer, of
/// at most <see cref="StoredAnswer.MaxBytes"/>.
/// </summary>
[GrainType("answer")]
public sealed class AnswerGrain(
    [PersistentState("answer", Stores.Ledger)] IPersistentState<StoredAnswer> record,
    TimeProvider time) : Grain, IAnswerGrain, IRemindable
{
    private const string Expiry = "expiry";

    /// <summary>Between attempts to delete what has expired, while the store cannot be written.</summary>
    private static readonly TimeSpan ExpiryPeriod = TimeSpan.FromMinutes(10);

    /// <summary>Reminders are not set for less.</summary>
    private static readonly TimeSpan MinExpiry = TimeSpan.FromMinutes(1);

    public async Task Store(AccountAddress owner, byte[] message, DateTimeOffset expiresAt)
    {
        if (message.Length is 0 or > StoredAnswer.MaxBytes) throw new RefusedException(RefusalCode.RequestRefused, $"An answer is kept with at most {StoredAnswer.MaxBytes} bytes.");
        if (IsAnothers(owner)) throw new RefusedException(RefusalCode.OperationConflict, "This answer's id is taken.");
        var due = expiresAt - time.GetUtcNow();
        // Before the record: a crash in between leaves a reminder without an answer, never an answer that stays for good.
        await this.RegisterOrUpdateReminder(Expiry, due < MinExpiry ? MinExpiry : due, ExpiryPeriod);
        await Write(new StoredAnswer { Owner = owner, Sealed = message, ExpiresAt = expiresAt });
    }

    public async Task<bool> Complete(AccountAddress owner, byte[] message)
    {
        if (message.Length is 0 or > StoredAnswer.MaxBytes || !record.State.IsFor(owner, time.GetUtcNow())) return false;
        await Write(record.State with { Sealed = message });
        return true;
    }

    public Task<StoredAnswer?> Find(AccountAddress owner) => Task.FromResult(record.State.IsFor(owner, time.GetUtcNow()) ? record.State : null);

    public async Task<bool> Cancel(AccountAddress owner)
    {
        if (!record.State.IsFor(owner, time.GetUtcNow())) return false;
        if (!record.State.IsCancelled) await Write(record.State with { IsCancelled = true });
        return true;
    }

    public Task<bool> IsWanted(AccountAddress owner) => Task.FromResult(record.State.IsFor(owner, time.GetUtcNow()) && !record.State.IsCancelled);

    public async Task<bool> Delete(AccountAddress owner)
    {
        if (!record.State.IsFor(owner, time.GetUtcNow())) return false;
        await Clear();
        return true;
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (record.RecordExists && time.GetUtcNow() < record.State.ExpiresAt) return;
        await Clear();
    }

    private bool IsAnothers(AccountAddress owner) => record.State.Sealed.Length > 0 && record.State.Owner != owner;

    private async Task Write(StoredAnswer answer)
    {
        record.State = answer;
        try
        {
            await record.WriteStateAsync();
        }
        catch
        {
            // Whether it took effect is unknown: read again in a new activation.
            DeactivateOnIdle();
            throw;
        }
    }

    private async Task Clear()
    {
        try
        {
            if (record.RecordExists) await record.ClearStateAsync();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
        if (await this.GetReminder(Expiry) is { } reminder) await this.UnregisterReminder(reminder);
        DeactivateOnIdle();
    }
}
