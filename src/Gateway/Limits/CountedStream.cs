namespace Cocoon.Gateway.Limits;

/// <summary>Counts what is read from a stream that it does not own.</summary>
internal sealed class CountedStream(Stream inner) : ReadOnlyStream
{
    public long Count { get; private set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        Count += read;
        return read;
    }
}
