namespace Cocoon.RaTls.Handshakes;

/// <summary>A token that is cancelled by the caller or by time, whichever is first.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _either;

    public Deadline(TimeSpan after, TimeProvider time, CancellationToken cancellationToken)
    {
        _timer = new CancellationTokenSource(after, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, cancellationToken);
        Token = _either.Token;
    }

    public CancellationToken Token { get; }

    public void Dispose()
    {
        _either.Dispose();
        _timer.Dispose();
    }
}
