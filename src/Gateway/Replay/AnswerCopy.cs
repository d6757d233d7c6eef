namespace Cocoon.Gateway.Replay;

/// <summary>Passes an answer's bytes on to the caller and keeps a copy of them, up to a limit. Not thread-safe.</summary>
/// <param name="to">The caller's connection.</param>
/// <param name="maxBytes">Most bytes of the copy; of a longer answer none is kept.</param>
internal sealed class AnswerCopy(Stream to, int maxBytes) : Stream
{
    private MemoryStream? _copy = new();

    /// <summary>What was written, if all of it was kept and it ended as answers do.</summary>
    public bool TryTake(bool isEventStream, out ReadOnlyMemory<byte> whole)
    {
        whole = _copy is null ? default : _copy.GetBuffer().AsMemory(0, (int)_copy.Length);
        return _copy is not null && (!isEventStream || IsClosed(whole.Span));
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_copy is not null)
        {
            if (_copy.Length + buffer.Length > maxBytes) _copy = null;
            else _copy.Write(buffer.Span);
        }
        await to.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => to.FlushAsync(cancellationToken);

    public override void Flush() => throw new NotSupportedException("Answers are written asynchronously.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Answers are written asynchronously.");

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Whether the last event is one that ends a stream well: a stream that broke off ends with an error, or in the middle.</summary>
    private static bool IsClosed(ReadOnlySpan<byte> events)
    {
        if (!events.EndsWith("\n\n"u8)) return false;
        events = events[..^2];
        var last = events[(events.LastIndexOf("\n\n"u8) is >= 0 and var at ? at + 2 : 0)..];
        return last.SequenceEqual("data: [DONE]"u8) || last.StartsWith("event: response."u8);
    }
}
