using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Microsoft.Extensions.Logging;

namespace Cocoon.Grains.Accounts;

/// <summary>
/// The limits of keys. What may be spent is in the record and written before a job starts; what is counted by the minute is in
/// memory. A job that nobody settles is asked after its deadline, when the key is next used, and counts in full until then.
/// </summary>
public sealed partial class ClientAccountGrain
{
    /// <summary>Jobs asked at once; the rest is asked at the next request.</summary>
    private const int MaxAsked = 32;

    private readonly Dictionary<string, KeyMeter> _meters = new(StringComparer.Ordinal);
    /// <summary>Jobs whose caller is gone, and whose charge is on its way: asked once at the key's next request.</summary>
    private readonly HashSet<(string Key, JobId Job)> _left = [];

    private readonly Dictionary<string, Task> _asking = new(StringComparer.Ordinal);

    public async Task<Admission> Admit(HexBytes secretHash, AdmitRequest request)
    {
        await Refresh();
        var key = Valid(secretHash).Id;
        if (State.Scopes.GetValueOrDefault(key) is not { } scope) return new Admission(null, null, null, null);
        var (after, admission) = MeterOf(key).Admit(scope, request, Time.GetUtcNow());
        _meters[key] = after;
        if (admission.Refusal is not null || scope.DailySpend is not { } limit) return admission;
        await AskUnsettled(key);
        try
        {
            await Commit(state => Account.Reserve(state, key, limit, request, Time.GetUtcNow()));
            return admission;
        }
        catch (RefusedException refused)
        {
            if (!admission.IsRepeat) _meters[key] = MeterOf(key).Close(request.Job);
            return admission with { Refusal = refused.Refusal, RetryAfter = null };
        }
    }

    public async Task Settle(string keyId, JobId job, Nano? charge)
    {
        await Refresh();
        if (_meters.TryGetValue(keyId, out var meter)) _meters[keyId] = meter.Close(job);
        if (!Account.BudgetOf(State, keyId).Reserved.ContainsKey(job)) return;
        if ((charge ?? await Ask(job, isOver: false)) is not { } cost)
        {
            _left.Add((keyId, job));
            return;
        }
        await Commit(state => Account.Settle(state, keyId, job, cost, Time.GetUtcNow()));
    }

    /// <summary>Settles what is over, once for all callers that come meanwhile.</summary>
    private async Task AskUnsettled(string key)
    {
        if (!_asking.TryGetValue(key, out var asking))
        {
            (JobId Job, bool IsOver)[] jobs =
            [
                .. KeyBudget.Overdue(Account.BudgetOf(State, key), Time.GetUtcNow()).Take(MaxAsked).Select(job => (job, true)),
                .. _left.Where(left => left.Key == key).Take(MaxAsked).Select(left => (left.Job, false)),
            ];
            if (jobs.Length == 0) return;
            foreach (var (job, _) in jobs) _left.Remove((key, job));
            _asking[key] = asking = Task.WhenAll(jobs.Select(job => SettleAsked(key, job.Job, job.IsOver)));
        }
        try
        {
            await asking;
        }
        finally
        {
            if (_asking.TryGetValue(key, out var last) && last == asking) _asking.Remove(key);
        }
    }

    private async Task SettleAsked(string key, JobId job, bool isOver)
    {
        Nano? charge;
        try
        {
            charge = await Ask(job, isOver);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // It stays reserved, which spends too little, never too much.
            LogNotAsked(key, job, e.GetType().Name);
            return;
        }
        if (charge is { } cost) await Commit(state => Account.Settle(state, key, job, cost, Time.GetUtcNow()));
    }

    /// <summary>What a job came to; null while that is open.</summary>
    /// <param name="job">The job.</param>
    /// <param name="isOver">Whether its deadline has passed: a job that is not known can neither begin nor be charged then.</param>
    private async Task<Nano?> Ask(JobId job, bool isOver)
    {
        var state = await GrainFactory.Job(job).View();
        return state.Status switch
        {
            JobStatus.Receipted => state.Receipt!.Receipt.Charge,
            JobStatus.Failed => Nano.Zero,
            JobStatus.None when isOver => Nano.Zero,
            _ => null,
        };
    }

    private KeyMeter MeterOf(string key) => _meters.GetValueOrDefault(key) ?? KeyMeter.Empty;

    [LoggerMessage(1801, LogLevel.Warning, "Key {Key}: job {Job} was left by its caller and could not be asked ({Error}); what it may have cost stays reserved.")]
    private partial void LogNotAsked(string key, JobId job, string error);
}
