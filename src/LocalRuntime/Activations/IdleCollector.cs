namespace Cocoon.LocalRuntime.Activations;

/// <summary>Ends activations that nobody has used for a while.</summary>
internal sealed class IdleCollector : IDisposable
{
    private readonly ActivationDirectory _directory;
    private readonly ITimer _timer;

    public IdleCollector(ActivationDirectory directory, TimeProvider time, TimeSpan period)
    {
        _directory = directory;
        _timer = time.CreateTimer(static self => ((IdleCollector)self!).Collect(), this, period, period);
    }

    public void Dispose() => _timer.Dispose();

    private void Collect()
    {
        foreach (var activation in _directory.Activations) activation.CollectIfIdle();
    }
}
