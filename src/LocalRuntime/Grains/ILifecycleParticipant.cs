namespace Orleans;

/// <summary>A service or grain that wants to subscribe to a lifecycle.</summary>
public interface ILifecycleParticipant<TLifecycleObservable> where TLifecycleObservable : ILifecycleObservable
{
    void Participate(TLifecycleObservable lifecycle);
}
