using Cocoon.LocalRuntime.Calls;
using Cocoon.Simulation.Faults;
using Cocoon.Simulation.Linearizability;
using Cocoon.Simulation.Randomness;
using Cocoon.Simulation.Tracing;
using Orleans.Serialization.Invocation;

namespace Cocoon.Simulation.Runtime;

/// <summary>
/// Carries calls between simulated processes, late, twice or not at all, and knows where each grain lives. What the cluster
/// promises is what Orleans promises: a call is run at most once per delivery, its caller learns the outcome or that it does
/// not know it, and a grain lives in one place except for a while after something went wrong.
/// </summary>
internal sealed class Network
{
    private static readonly TimeSpan LongestDetour = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestDetection = TimeSpan.FromSeconds(10);

    private readonly World _world;
    private readonly CallWeather _weather;
    private readonly Func<GrainId, SimulatedHost?> _place;
    private readonly Dictionary<GrainId, SimulatedHost> _places = [];
    private readonly Dictionary<(SimulatedHost From, GrainId Grain), SimulatedHost> _detours = [];
    private readonly Dictionary<GrainId, long> _twiceUntil = [];
    private long _calls;

    public Network(World world, Func<GrainId, SimulatedHost?> place)
    {
        _world = world;
        _weather = new CallWeather(world.Faults, Dice.For(world.Seed, "network"));
        _place = place;
        Reminders = new SimulatedReminders(world);
    }

    public World World => _world;

    public SimulatedReminders Reminders { get; }

    /// <summary>Records the calls to channels; null for no records.</summary>
    public ChannelHistories? Histories { get; set; }

    /// <summary>Told of each call that a grain has answered, whether or not the answer arrives.</summary>
    public Action<Call, Response>? Answered { get; set; }

    /// <summary>Processes that run grains or call them, dead ones left out.</summary>
    public List<SimulatedHost> Hosts { get; } = [];

    public void Join(SimulatedHost host) => Hosts.Add(host);

    /// <summary>A process is gone. The cluster notices after a while: calls on their way to it break then, or run into their timeouts.</summary>
    public void Leave(SimulatedHost host)
    {
        Hosts.Remove(host);
        var noticed = new Dice(_world.Seed ^ (ulong)_calls).Between(TimeSpan.Zero, LongestDetection);
        _world.After(noticed, static state => ((SimulatedHost)state!).BreakInFlight(), host);
    }

    public void Send(SimulatedHost from, Call call)
    {
        _world.RequireTurn();
        // An activation that has ended gives its calls back, to be sent to the next one.
        from.InFlight.Remove(call);
        var passage = call.Passage as Passage ?? Enter(from, call);
        if (Locate(from, call.TargetId) is not { } target)
        {
            Refuse(call, passage);
            return;
        }

        _world.Trace.Add(TraceKind.Send, passage.CallerLane, call.Method.Title, passage.Id, target.LaneOf(call.TargetId));
        if (ReferenceEquals(target, from))
        {
            Deliver(target, call, passage);
            return;
        }

        var delay = _weather.Latency();
        switch (_weather.OnRequest())
        {
            case FaultKind.CallDropped:
                Note(FaultKind.CallDropped, passage, call);
                return;
            case FaultKind.CallDelayed:
                Note(FaultKind.CallDelayed, passage, call);
                delay += _weather.Delay();
                break;
            // Steps of an enumeration are no requests of their own; neither runtime ever repeats one.
            case FaultKind.CallDuplicated when call is WaitingCall { Method.IsExtension: false } waiting:
                Note(FaultKind.CallDuplicated, passage, call);
                DeliverAfter(_weather.Latency() + _weather.Delay(), target, Twin(waiting, passage));
                break;
        }

        DeliverAfter(delay, target, call);
    }

    public void Reply(SimulatedHost from, Call call, Response response)
    {
        _world.RequireThread();
        var passage = (Passage)call.Passage!;
        from.InFlight.Remove(call);
        _world.Trace.Add(TraceKind.Answer, from.LaneOf(call.TargetId), response.Exception is null ? "" : response.Exception.GetType().Name, passage.Id, passage.CallerLane);
        Answered?.Invoke(call, response);
        var waiting = passage.Original ?? call;
        if (ReferenceEquals(passage.Caller, from))
        {
            // Between turns, like every answer: the callee's turn is not the place to wake its caller.
            _world.At(_world.Now, static state => ((Answer)state!).Arrive(), new Answer(_world, waiting, passage, response));
            return;
        }

        var delay = _weather.Latency();
        switch (_weather.OnAnswer())
        {
            case FaultKind.CallReplyLost:
                Note(FaultKind.CallReplyLost, passage, call);
                return;
            case FaultKind.CallTimedOut:
                Note(FaultKind.CallTimedOut, passage, call);
                delay += _weather.TooLate();
                break;
        }

        _world.After(delay, static state => ((Answer)state!).Arrive(), new Answer(_world, waiting, passage, response));
    }

    /// <summary>Where the cluster has a grain now; null when nobody called it yet or its process is gone.</summary>
    public SimulatedHost? PlaceOf(GrainId grain) => _places.GetValueOrDefault(grain) is { IsAlive: true } host ? host : null;

    /// <summary>Whether the grain has an activation where the cluster has it.</summary>
    public bool IsActive(GrainId grain) => PlaceOf(grain)?.Silo.Directory.Of(grain) is not null;

    /// <summary>Whether the grain had two activations a short while ago, one of which may not know what the other wrote.</summary>
    public bool LivedTwice(GrainId grain) => _twiceUntil.TryGetValue(grain, out var until) && _world.Now <= until;

    private Passage Enter(SimulatedHost from, Call call)
    {
        var lane = RuntimeContext.Current is { } grain ? from.LaneOf(grain.GrainId) : from.Lane;
        var passage = new Passage(++_calls, from, lane, null, Histories?.Begin(call, lane));
        call.Passage = passage;
        return passage;
    }

    private static WaitingCall Twin(WaitingCall call, Passage passage)
    {
        var twin = call.Again();
        twin.SourceId = call.SourceId;
        twin.RequestContext = call.RequestContext;
        twin.ReentrancyId = call.ReentrancyId;
        twin.Passage = passage with { Original = call };
        if (passage.Recorded is { } recorded) recorded.IsRepeated = true;
        return twin;
    }

    private void DeliverAfter(TimeSpan delay, SimulatedHost target, Call call) =>
        _world.After(delay, static state => ((Delivery)state!).Arrive(), new Delivery(this, target, call));

    private void Deliver(SimulatedHost target, Call call, Passage passage)
    {
        var lane = target.LaneOf(call.TargetId);
        if (target.Silo.Directory.Of(call.TargetId) is null) _world.Trace.Add(TraceKind.Activate, lane, "");
        _world.Trace.Add(TraceKind.Deliver, lane, call.Method.Title, passage.Id);
        target.InFlight.Add(call);
        ((ICallTransport)target.Silo).Send(call);
    }

    private SimulatedHost? Locate(SimulatedHost from, GrainId grain)
    {
        if (_detours.TryGetValue((from, grain), out var detour) && detour.IsAlive) return detour;
        if (!_places.TryGetValue(grain, out var host) || (!host.IsAlive && host.IsNoticedDead))
        {
            if (_place(grain) is not { } placed) return null;
            _places[grain] = host = placed;
        }

        return host.IsAlive && _world.Faults.Strike(FaultKind.ActivationTwice) is { } dice ? Detour(from, grain, host, dice) : host;
    }

    /// <summary>One process sees the grain elsewhere for a while: it lives twice until the cluster agrees again.</summary>
    private SimulatedHost Detour(SimulatedHost from, GrainId grain, SimulatedHost host, Dice dice)
    {
        var others = Hosts.Where(other => other.Runs(grain) && other != host).ToList();
        if (others.Count == 0) return host;
        var other = dice.Pick(others);
        _detours[(from, grain)] = other;
        _world.Trace.Add(TraceKind.Fault, from.Lane, $"sees {grain} on {other.Name} as well", fault: FaultKind.ActivationTwice);
        var window = dice.Between(TimeSpan.Zero, LongestDetour);
        // Two lives at most know nothing of each other for so long as a state counts as the present.
        _twiceUntil[grain] = _world.Now + (window + LongestDetour + Grains.StateMachineGrain<object>.MaxAge).Ticks;
        _world.After(window, _ =>
        {
            _detours.Remove((from, grain));
            if (other.IsAlive && PlaceOf(grain) != other) other.End(grain);
        });
        return other;
    }

    private void Refuse(Call call, Passage passage) => _world.After(_weather.Latency(), static state => ((Answer)state!).Arrive(),
        new Answer(_world, passage.Original ?? call, passage, Response.FromException(new SiloUnavailableException($"No process runs {call.TargetId} now."))));

    private void Note(FaultKind kind, Passage passage, Call call) =>
        _world.Trace.Add(TraceKind.Fault, passage.CallerLane, call.Method.Title, passage.Id, fault: kind);

    private sealed class Delivery(Network network, SimulatedHost target, Call call)
    {
        public void Arrive()
        {
            var passage = (Passage)call.Passage!;
            if (target.IsAlive) network.Deliver(target, call, passage);
            // A dead process refuses connections once the others know; before that, what is sent to it is gone.
            else if (target.IsNoticedDead) network.Refuse(call, passage);
        }
    }

    private sealed class Answer(World world, Call call, Passage passage, Response response)
    {
        public void Arrive()
        {
            if (!passage.Caller.IsAlive) return;
            world.Trace.Add(TraceKind.Answered, passage.CallerLane, "", passage.Id);
            passage.Recorded?.Answered(call, response);
            call.Complete(response);
        }
    }
}
