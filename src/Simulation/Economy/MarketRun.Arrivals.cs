using Cocoon.Core.Jobs;

namespace Cocoon.Simulation.Economy;

/// <summary>Who asks, when, and for what.</summary>
internal sealed partial class MarketRun
{
    /// <summary>A Poisson process whose rate follows the hour, by thinning (Lewis and Shedler, 1979).</summary>
    private void Arrive(ModelLine line)
    {
        _events.Add(_now + 1 + (long)_arrivals.Exponential(line.ArrivalTicks), EventKind.Arrival, line.Index);
        if (!_options.IsFlat && _arrivals.Uniform() >= Habits.Demand(_now)) return;
        var client = line.ClientIndex[line.Clients.Pick(_arrivals)];
        Ask(client);
        if (!_arrivals.Chance(Habits.BurstShare)) return;
        var time = _now;
        for (var more = (int)_arrivals.Exponential(Habits.BurstLength + 0.5); more > 0; more--)
        {
            time += (long)_arrivals.Exponential(Habits.BurstSeconds * Habits.Second);
            _events.Add(time, EventKind.BurstArrival, client);
        }
    }

    private void Ask(int client)
    {
        ref var buyer = ref _buyers[client];
        var id = _jobs.Take();
        ref var job = ref _jobs[id];
        job.Client = client;
        job.Prompt = Length(Habits.PromptMean, Habits.PromptSigma, Habits.MostPrompt);
        job.Answer = Length(Habits.AnswerMean, Habits.AnswerSigma, Habits.MostAnswer);
        job.Class = buyer.IsBatch ? JobClass.Batch : JobClass.Interactive;
        job.IsDeterministic = _lengths.Chance(Habits.DeterministicShare);
        job.Arrived = _now;
        job.Deadline = _now + (buyer.IsBatch ? Habits.BatchDeadline : Habits.Patience);
        job.GivesUp = buyer.IsBatch ? job.Deadline : _now + Habits.QueuePatience;
        job.FailedBy = job.Next = job.Previous = job.Seller = -1;
        _tally.Arrived(_now, buyer.Model);
        Route(id);
    }

    private int Length(double mean, double sigma, int most) => (int)Math.Clamp(_lengths.LogNormal(mean, sigma), 1, most);
}
