namespace Orleans.Runtime;

/// <summary>The stages an activation goes through: lower stages start first and stop last.</summary>
public interface IGrainLifecycle : ILifecycleObservable;
