using Cocoon.ClusterKit.Network;
using Cocoon.Core.Jobs;

namespace Cocoon.ClusterKit.Load;

/// <summary>
/// Carries a request through its retries as OpenAI's libraries do: two more times at most, half a second apart at first,
/// never after the first token. Under the same idempotency key as long as nobody knows what became of the job. Thread-safe.
/// </summary>
internal sealed class Caller(Sender sender, LoadPlan plan, IReadOnlyList<Payer> payers, HttpClient http)
{
    private const int MaxRetries = 2;
    private const int IdsPerKey = 3;
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(8);
    private readonly string _run = Guid.NewGuid().ToString("N");

    public async Task<LoadRecord> Buy(int number)
    {
        var (index, sent) = (number % plan.Clients.Count, sender.Now);
        var client = plan.Clients[index];
        var (jobs, errors) = (new List<string>(), new List<string>());
        var key = NewKey(client, number, jobs);
        for (var attempts = 1; ; attempts++)
        {
            var gateway = plan.Gateways[(number + attempts) % plan.Gateways.Count];
            var attempt = await sender.Send(client, key, gateway);
            if (attempt.Error is null)
            {
                await payers[index].Receipted(attempt.ChargedNano, http, gateway);
                return Record(LoadOutcome.Answered, attempt, attempts);
            }
            errors.Add(attempt.Error);
            if (attempt.FirstToken is not null) return Record(LoadOutcome.BrokenOff, attempt, attempts);
            if (attempt.IsKnownJob && await Receipt(client, jobs, gateway) is { } receipt) return Record(LoadOutcome.ReceiptOnly, receipt, attempts);
            if (!attempt.MayRetry || attempts > MaxRetries) return Record(LoadOutcome.Failed, attempt, attempts);
            if (attempt.IsRefusal) key = NewKey(client, number, jobs);
            await Task.Delay(Wait(attempts, attempt.RetryAfter));
        }

        LoadRecord Record(LoadOutcome outcome, Attempt last, int attempts) => new()
        {
            Number = number, Client = index, Jobs = jobs, Attempts = attempts, Sent = sent, FirstToken = last.FirstToken, Ended = sender.Now,
            Outcome = outcome, Errors = errors, Receipted = last.Job, ReceiptHash = last.ReceiptHash, ChargeNano = last.ChargeNano,
        };
    }

    private string NewKey(ClusterClient client, int number, List<string> jobs)
    {
        var key = $"{_run}-{number}-{jobs.Count}";
        // A gateway that loses a provider before the first token goes on under the key's next id.
        foreach (var id in (string[])[key, $"{key}\n1", $"{key}\n2"]) jobs.Add(JobId.FromIdempotencyKey(client.Account.Raw, id).ToString());
        return key;
    }

    private async Task<Attempt?> Receipt(ClusterClient client, List<string> jobs, Uri gateway)
    {
        foreach (var job in jobs.TakeLast(IdsPerKey))
            if (await sender.Receipt(client, job, gateway) is { } receipt) return receipt;
        return null;
    }

    private static TimeSpan Wait(int attempts, TimeSpan? asked)
    {
        var wait = asked is { } said && said <= TimeSpan.FromMinutes(1) ? said : FirstWait * Math.Pow(2, attempts - 1);
        return (wait < MaxWait ? wait : MaxWait) * (1 - Random.Shared.NextDouble() / 4);
    }
}
