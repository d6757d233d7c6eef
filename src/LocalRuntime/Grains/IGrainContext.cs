using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>One activation as the runtime and infrastructure code see it. Thread-safe unless noted.</summary>
public interface IGrainContext : ITargetHolder, IEquatable<IGrainContext>
{
    GrainReference GrainReference { get; }

    GrainId GrainId { get; }

    ActivationId ActivationId { get; }

    /// <summary>The grain object; null until it is constructed.</summary>
    object? GrainInstance { get; }

    /// <summary>The scope of services made for this activation and disposed with it.</summary>
    IServiceProvider ActivationServices { get; }

    IGrainLifecycle ObservableLifecycle { get; }

    /// <summary>Completes when the activation has ended.</summary>
    Task Deactivated { get; }

    /// <summary>Starts to end this activation; calls already running finish first.</summary>
    void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);

    /// <summary>Attaches a component, to be found again with <see cref="ITargetHolder.GetComponent"/>. From the grain's turns only.</summary>
    void SetComponent<TComponent>(TComponent? value) where TComponent : class;
}
