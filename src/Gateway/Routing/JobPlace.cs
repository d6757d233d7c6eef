namespace Cocoon.Gateway.Routing;

/// <summary>A job that runs; disposing of it says once that it has ended. Thread-safe.</summary>
internal sealed class JobPlace(IDisposable running, Action freed) : IDisposable
{
    private int _ended;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0) return;
        running.Dispose();
        freed();
    }
}
