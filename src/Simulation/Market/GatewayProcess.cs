using System.Collections.Immutable;
using Cocoon.Core.Jobs;
using Cocoon.Core.Market;
using Cocoon.Grains;
using Cocoon.Grains.Inference;
using Cocoon.Sealing;
using Cocoon.Simulation.Crypto;
using Cocoon.Simulation.Faults;
using Cocoon.Simulation.Randomness;
using Cocoon.Simulation.Runtime;
using Cocoon.Simulation.Tracing;

namespace Cocoon.Simulation.Market;

/// <summary>
/// A gateway that may die and come back: does for each request what the product's gateway does, over a network between it and
/// the client on which answers get lost with either of them.
/// </summary>
internal sealed class GatewayProcess(World world, Cluster cluster, string model, int networkId, int number)
{
    private static readonly TimeSpan SnapshotAge = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRestart = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Wire = TimeSpan.FromMicroseconds(300);

    private readonly Random _routing = new DiceRandom(Dice.For(world.Seed, "routing", (ulong)number));
    private SimulatedHost _host = cluster.StartGateway(number);
    private Task<ImmutableList<RoutableOffer>>? _offers;
    private long _offersAt;
    private (ImmutableList<RoutableOffer> Offers, OfferTable Table)? _table;

    public IGrainFactory Grains => _host.Grains;

    public void Die(Dice dice)
    {
        if (!_host.IsAlive) return;
        world.Trace.Add(TraceKind.Fault, _host.Lane, "killed", fault: FaultKind.GatewayKilled);
        _host.Kill();
        _offers = null;
        world.After(dice.Between(TimeSpan.Zero, LongestRestart), _ => _host = cluster.StartGateway(number));
    }

    /// <summary>Sends a request and waits for its answer.</summary>
    /// <exception cref="IOException">The gateway is down.</exception>
    /// <exception cref="TimeoutException">No answer in time: the outcome is unknown.</exception>
    public Task<T> Ask<T>(SimulatedProcess client, Func<IGrainFactory, Task<T>> request, TimeSpan timeout)
    {
        var answer = new TaskCompletionSource<T>();
        var host = _host;
        world.After(Wire, _ =>
        {
            if (!host.IsAlive) Later(() => answer.TrySetException(new IOException("The gateway is down.")));
            else host.Start(() => Answer(host, request, answer));
        });
        return answer.Task.WaitAsync(timeout, client.Time);
    }

    /// <summary>Offers as the gateway knows them, at most a second old.</summary>
    public async Task<ImmutableList<RoutableOffer>> Candidates(RouteQuery query)
    {
        if (_offers is null or { IsFaulted: true } or { IsCanceled: true } || world.Now - _offersAt > SnapshotAge.Ticks)
        {
            _offersAt = world.Now;
            _offers = _host.Grains.Market(model).Snapshot();
        }

        var (offers, now) = (await _offers, _host.Time.GetUtcNow());
        if (_table is not { } known || !ReferenceEquals(known.Offers, offers)) _table = known = (offers, OfferTable.Build(offers, static _ => OfferSight.None, now));
        var pick = Router.Pick(known.Table, in query, _routing, now);
        return [.. Enumerable.Range(0, pick.Count).Select(place => known.Table[pick[place]])];
    }

    public DateTimeOffset Now => _host.Time.GetUtcNow();

    /// <summary>Starts a job and passes its tokens on to the client, until it ends or the client hangs up.</summary>
    /// <param name="job">The job's id, which the client has chosen.</param>
    /// <param name="spec">What is asked for.</param>
    /// <param name="body">The request.</param>
    /// <param name="pause">Between the start of the job and the request itself: the client seals it first.</param>
    /// <param name="arrive">Gets each chunk, on the client's side of the wire.</param>
    /// <param name="hangUp">Cancelled by the client.</param>
    public Func<IGrainFactory, Task<bool>> Chat(JobId job, JobSpec spec, byte[] body, TimeSpan pause, Action<AnswerToken, InferenceOutcome?, byte[]> arrive, CancellationToken hangUp) => async grains =>
    {
        var candidates = await Candidates(new RouteQuery(spec.LeastTier, spec.MaxPromptTokens + spec.MaxCompletionTokens) { Ceiling = spec.PriceCeiling });
        if (candidates.IsEmpty) throw new RefusedException(Core.RefusalCode.NoOffer, "No provider of this model is online.");
        var host = _host;
        var lease = await grains.Job(job).Start(spec, candidates);
        if (pause > TimeSpan.Zero) await host.Delay(pause, hangUp);
        var message = SimulatedSealing.Seal(lease.Appraisal.SealingKey, SealingTerms.Of(lease, networkId), body);
        var number = 0;
        await foreach (var chunk in grains.Inference(lease).Answer(job, lease.Epoch, message, hangUp).WithCancellation(hangUp))
        {
            var data = SimulatedSealing.TryOpen(chunk.Sealed, number++, chunk.Outcome is not null) ?? throw new IOException("The answer is not in order.");
            var isToken = AnswerToken.TryDecode(data, out var token) && chunk.Outcome is null;
            Later(() => arrive(isToken ? token : new AnswerToken(null, "", null), chunk.Outcome, data));
        }
        return true;
    };

    private async Task Answer<T>(SimulatedHost host, Func<IGrainFactory, Task<T>> request, TaskCompletionSource<T> answer)
    {
        try
        {
            var result = await request(host.Grains);
            Later(() => answer.TrySetResult(result));
        }
        catch (OperationCanceledException)
        {
            Later(() => answer.TrySetCanceled());
        }
        catch (RefusedException refused)
        {
            Later(() => answer.TrySetException(refused));
        }
        catch (Exception failure) when (failure is not EscapedTurnException)
        {
            // What a client sees of it: an answer with status 500.
            Later(() => answer.TrySetException(new IOException($"500: {failure.GetType().Name}")));
        }
    }

    private void Later(Action arrive) => world.After(Wire, static state => ((Action)state!)(), arrive);
}
