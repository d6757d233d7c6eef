namespace Orleans;

/// <summary>Something with start and stop stages that others can join.</summary>
public interface ILifecycleObservable
{
    IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer);
}
