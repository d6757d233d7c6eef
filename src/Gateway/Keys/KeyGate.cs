using Cocoon.Core.Accounts;
using Cocoon.Core.Jobs;
using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Providers;
using Cocoon.Core.Trust;
using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Market;
using Cocoon.Grains;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cocoon.Gateway.Keys;

/// <summary>
/// Keeps keys within their limits: asks their account before a job is opened, and tells it afterwards what the job cost. Keys
/// without such limits cost no call. Thread-safe.
/// </summary>
internal sealed partial class KeyGate(IGrainFactory grains, TimeProvider time, ILogger<KeyGate> logger)
{
    /// <summary>The least tier of a request's machines: what the caller asks, the market's default, or more if the key insists.</summary>
    /// <exception cref="ApiException">The key may not ask for this model, or for as little as the caller names.</exception>
    public static Tier Require(Caller caller, string model, Tier? asked, Tier byDefault)
    {
        var tier = asked ?? byDefault;
        if (caller.Scope is not { } scope) return tier;
        if (scope.Models is { } models && !models.Contains(model))
            throw new ApiException(403, ErrorTypes.InvalidRequest, "model_not_allowed", $"This API key may not use the model. It may use {string.Join(", ", models)}.", "model");
        if (scope.LeastTier is not { } least || tier >= least) return tier;
        return asked is null ? least : throw new ApiException(403, ErrorTypes.InvalidRequest, "tier_not_allowed", $"This API key asks for tier '{least.Name()}' at least.", "cocoon.tier");
    }

    /// <summary>Opens a job once the key's limits let it through.</summary>
    /// <param name="caller">Whose key.</param>
    /// <param name="job">The job's id.</param>
    /// <param name="isNew">Whether nobody else can know this id. One made from an idempotency key may be another request's too.</param>
    /// <param name="spec">What is asked for.</param>
    /// <param name="candidates">Who may serve it: the dearest of them decides what it can cost.</param>
    /// <param name="headers">Are to say what is left.</param>
    /// <param name="open">Opens the job.</param>
    public async Task<Lease> Open(Caller caller, JobId job, bool isNew, JobSpec spec, IReadOnlyCollection<RoutableOffer> candidates, IHeaderDictionary headers, Func<Task<Lease>> open)
    {
        if (KeyTicket.Of(caller, job) is not { } ticket) return await open();
        // A retry of what was answered before is only told so: its charge has been counted, and must not be again.
        if (!isNew && (await grains.Job(job).View()).IsFinal) return await open();
        var isRepeat = await Enter(caller, ticket, spec, candidates, headers);
        try
        {
            return await open();
        }
        catch (RefusedException) when (!isRepeat)
        {
            // Without a lease nothing was charged; but another request under the same id may run, so the job is asked then.
            await Leave(ticket, isNew ? Nano.Zero : null);
            throw;
        }
    }

    /// <summary>The answer has ended. A failure to say so costs the key nothing but the wait until the job's deadline.</summary>
    /// <param name="ticket">The job; null for keys without limits.</param>
    /// <param name="charge">What it cost; null when that is not known here.</param>
    public async Task Leave(KeyTicket? ticket, Nano? charge)
    {
        if (ticket is null) return;
        try
        {
            await Idempotent.Call(async () =>
            {
                await grains.Account(ticket.Account).Settle(ticket.Key, ticket.Job, charge);
                return true;
            }, time, CancellationToken.None);
        }
        catch (Exception e) when (e is RefusedException || Idempotent.IsOutage(e))
        {
            LogNotSettled(ticket.Job, e.GetType().Name);
        }
    }

    /// <returns>Whether the job is open already.</returns>
    private async Task<bool> Enter(Caller caller, KeyTicket ticket, JobSpec spec, IReadOnlyCollection<RoutableOffer> candidates, IHeaderDictionary headers)
    {
        // As the job grain reckons its hold, of the same candidates: the hold cannot be larger.
        var most = candidates.Select(candidate => candidate.Offer.Prices.MaxCharge(spec.MaxPromptTokens, spec.MaxCompletionTokens)).Aggregate(Nano.Max);
        var request = new AdmitRequest(ticket.Job, most, checked(spec.MaxPromptTokens + spec.MaxCompletionTokens), spec.Deadline);
        var admission = await grains.Account(ticket.Account).Admit(caller.Key.SecretHash, request);
        RateHeaders.Write(headers, admission);
        if (admission.Refusal is not { } refusal) return admission.IsRepeat;
        var wait = refusal.Code == RefusalCode.BudgetExhausted ? time.GetUtcNow().UtcDateTime.Date.AddDays(1) - time.GetUtcNow().UtcDateTime : admission.RetryAfter;
        // SDKs repeat every 429 by themselves unless they are told that it is of no use.
        if (refusal.Code == RefusalCode.BudgetExhausted || wait is null) headers["x-should-retry"] = "false";
        throw RefusalErrors.ToApi(refusal, wait);
    }

    [LoggerMessage(2301, LogLevel.Warning, "Job {Job} could not be settled with its key ({Error}); its account asks the job after the deadline.")]
    private partial void LogNotSettled(JobId job, string error);
}
