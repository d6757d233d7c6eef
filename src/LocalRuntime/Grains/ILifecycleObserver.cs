namespace Orleans;

/// <summary>Joins one stage of a lifecycle.</summary>
public interface ILifecycleObserver
{
    Task OnStart(CancellationToken cancellationToken = default);

    Task OnStop(CancellationToken cancellationToken = default);
}
