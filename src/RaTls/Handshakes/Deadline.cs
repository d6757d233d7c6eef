namespace Cocoon.RaTls.Handshakes;

/// <summary>A token that is cancelled by the caller or by time, whichever is first.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _ended;
    private readonly CancellationTokenRegistration _byCaller;

    public Deadline(TimeSpan after, TimeProvider time, CancellationToken cancellationToken)
    {
        _ended = new CancellationTokenSource(after, time);
        Token = _ended.Token;
        _byCaller = cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _ended);
    }

    public CancellationToken Token { get; }

    public void Dispose()
    {
        _byCaller.Dispose();
        _ended.Dispose();
    }
}
