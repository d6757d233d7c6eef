namespace Cocoon.Inference.Upstream;

/// <summary>
/// How long one answer is waited for: to its first token, from chunk to chunk, and in all. The first two run only while the
/// server is waited for; the reader's pauses are its own. Used by one answer.
/// </summary>
internal sealed class Patience : IDisposable
{
    private readonly UpstreamOptions _options;
    private readonly CancellationTokenSource _phase;
    private readonly CancellationTokenSource _total;
    private readonly CancellationTokenSource _any;
    private readonly CancellationToken _caller;
    private bool _isResting;

    public Patience(UpstreamOptions options, TimeProvider time, CancellationToken caller)
    {
        (_options, _caller) = (options, caller);
        _phase = new CancellationTokenSource(options.FirstTimeout, time);
        _total = new CancellationTokenSource(options.TotalTimeout, time);
        _any = CancellationTokenSource.CreateLinkedTokenSource(caller, _phase.Token, _total.Token);
    }

    /// <summary>The caller's hang-up or the end of patience.</summary>
    public CancellationToken Token => _any.Token;

    /// <summary>A chunk came: the reader has all the time it wants.</summary>
    public void Rest()
    {
        if (!_isResting) _phase.CancelAfter(Timeout.InfiniteTimeSpan);
        _isResting = true;
    }

    /// <summary>The next chunk is waited for. While none comes, this changes nothing.</summary>
    public void Wait()
    {
        if (_isResting) _phase.CancelAfter(_options.NextTimeout);
        _isResting = false;
    }

    /// <summary>Tells a server that is too slow from a caller who hung up, and a connection that broke from both.</summary>
    public async Task<T> Await<T>(Task<T> work)
    {
        try
        {
            return await work;
        }
        catch (OperationCanceledException) when (!_caller.IsCancellationRequested && _phase.IsCancellationRequested)
        {
            throw new UpstreamException("The upstream was silent for too long.");
        }
        catch (OperationCanceledException) when (!_caller.IsCancellationRequested && _total.IsCancellationRequested)
        {
            throw new UpstreamException("The upstream's answer took too long in all.");
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            _caller.ThrowIfCancellationRequested();
            throw new UpstreamException("The connection to the upstream broke.");
        }
    }

    public void Dispose()
    {
        _any.Dispose();
        _phase.Dispose();
        _total.Dispose();
    }
}
