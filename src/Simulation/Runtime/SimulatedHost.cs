using Cocoon.LocalRuntime;
using Cocoon.LocalRuntime.Calls;
using Cocoon.LocalRuntime.Hosting;
using Cocoon.LocalRuntime.Scheduling;
using Cocoon.Simulation.Tracing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Serialization.Invocation;

namespace Cocoon.Simulation.Runtime;

/// <summary>
/// One simulated process with grains or calls to them: the real runtime with the world's time, scheduler and network under it.
/// </summary>
internal sealed class SimulatedHost : SimulatedProcess, ICallTransport
{
    private readonly Network _network;
    private readonly ServiceProvider _services;
    private readonly Func<GrainId, bool> _runs;
    private readonly Dictionary<GrainId, int> _lanes = [];

    /// <param name="network">Where it joins.</param>
    /// <param name="name">For people.</param>
    /// <param name="grainClasses">Grain classes that are known here.</param>
    /// <param name="runs">Which grains may live here.</param>
    /// <param name="configure">Adds the services that grains ask for.</param>
    public SimulatedHost(Network network, string name, IEnumerable<Type> grainClasses, Func<GrainId, bool> runs, Action<IServiceCollection, SimulatedHost> configure)
        : base(network.World, name)
    {
        _network = network;
        _runs = runs;
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<ITurnScheduler>(this);
        services.AddSingleton<ICallTransport>(this);
        LocalRuntimeServices.AddTo(services);
        // The classes are given: looking for them in all assemblies would cost more than a simulated silo lives.
        services.RemoveAll<IConfigureOptions<GrainTypeOptions>>();
        services.Configure<GrainTypeOptions>(options => options.Classes.UnionWith(grainClasses));
        services.AddSingleton(_ => network.Reminders.Of(this));
        configure(services, this);
        _services = services.BuildServiceProvider();
        Silo = _services.GetRequiredService<LocalSilo>();
        Grains = _services.GetRequiredService<IGrainFactory>();
        Silo.Directory.Removed = grain => World.Trace.Add(TraceKind.Deactivate, LaneOf(grain), "");
        Silo.Start();
        network.Join(this);
    }

    public LocalSilo Silo { get; }

    public IGrainFactory Grains { get; }

    public IServiceProvider Services => _services;

    /// <summary>Whether the cluster knows that this process is gone.</summary>
    public bool IsNoticedDead { get; private set; }

    /// <summary>Calls given to grains here and not answered.</summary>
    public HashSet<Call> InFlight { get; } = new(ReferenceEqualityComparer.Instance);

    public override void Kill()
    {
        base.Kill();
        _network.Leave(this);
    }

    /// <summary>The others notice that this process is gone: whoever waits for an answer of it learns that the outcome is unknown.</summary>
    public void BreakInFlight()
    {
        IsNoticedDead = true;
        foreach (var call in InFlight.OrderBy(call => ((Passage)call.Passage!).Id))
        {
            var passage = (Passage)call.Passage!;
            if (passage.Caller.IsAlive && !call.IsOneWay)
                (passage.Original ?? call).Complete(Response.FromException(new SiloUnavailableException($"{Name} died before {call} had answered.")));
        }

        InFlight.Clear();
    }

    public bool Runs(GrainId grain) => IsAlive && _runs(grain);

    /// <summary>Ends a grain's activation here, if it has one.</summary>
    public void End(GrainId grain) => Silo.Directory.Of(grain)?.Deactivate(new DeactivationReason(DeactivationReasonCode.DuplicateActivation, "It lives elsewhere."));

    public int LaneOf(GrainId grain)
    {
        if (!_lanes.TryGetValue(grain, out var lane)) _lanes[grain] = lane = World.Trace.Lane($"{Name}/{grain}");
        return lane;
    }

    void ICallTransport.Send(Call call)
    {
        if (IsAlive) _network.Send(this, call);
    }

    void ICallTransport.Reply(Call call, Response response)
    {
        if (IsAlive) _network.Reply(this, call, response);
    }
}
