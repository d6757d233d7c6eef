using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Orleans;

/// <summary>
/// Base of grain classes. Members may be used from the grain's own turns only. One activation never runs two turns at once.
/// </summary>
[SuppressMessage("Naming", "CA1725", Justification = "The parameter names are part of Orleans' API.")]
public abstract class Grain : IGrainBase, IAddressable
{
    protected Grain() : this(RuntimeContext.Current ?? throw new InvalidOperationException(
        "A grain was constructed outside the runtime. Get a reference from IGrainFactory.GetGrain instead of calling new."))
    {
    }

    protected Grain(IGrainContext grainContext, IGrainRuntime? grainRuntime = null)
    {
        ArgumentNullException.ThrowIfNull(grainContext);
        GrainContext = grainContext;
        Runtime = grainRuntime ?? grainContext.ActivationServices.GetRequiredService<IGrainRuntime>();
    }

    public IGrainContext GrainContext { get; }

    public GrainReference GrainReference => GrainContext.GrainReference;

    public string IdentityString => GrainContext.GrainId.ToString();

    protected IGrainFactory GrainFactory => Runtime.GrainFactory;

    protected internal IServiceProvider ServiceProvider => GrainContext.ActivationServices;

    internal IGrainRuntime Runtime { get; }

    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends this activation once the calls it has started are finished. Waiting calls go to a new activation.</summary>
    protected void DeactivateOnIdle() => Runtime.DeactivateOnIdle(GrainContext);

    /// <summary>Keeps the idle collector away for a while; zero takes that back, infinite means until further notice.</summary>
    protected void DelayDeactivation(TimeSpan timeSpan) => Runtime.DelayDeactivation(GrainContext, timeSpan);
}
