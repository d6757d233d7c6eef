using System.Buffers;

namespace Cocoon.Inference.Upstream;

/// <summary>
/// The lines of a streamed answer, in one rented buffer: no line is copied. Events and JSON lines look alike here, since a line
/// that is neither "data:" nor JSON says nothing that is wanted. Not thread-safe.
/// </summary>
internal sealed class AnswerLines(Stream answer) : IDisposable
{
    private const int FirstBytes = 8 * 1024;
    private const int MostBytes = 4 * 1024 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstBytes);
    private int _start;
    private int _scanned;
    private int _end;
    private bool _hasEnded;

    /// <summary>The next line's JSON, valid until the next call of any method.</summary>
    /// <returns>False when more bytes have to be read first, or all were.</returns>
    public bool TryNext(out ReadOnlySpan<byte> json)
    {
        while (TryLine(out var line))
        {
            json = line.StartsWith("data:"u8) ? line[5..].Trim((byte)' ') : line;
            if (json.Length > 0 && json[0] is (byte)'{' or (byte)'[') return true;
        }
        json = default;
        return false;
    }

    /// <summary>Reads more.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="UpstreamException">A line is longer than any.</exception>
    public async ValueTask<bool> Fill(CancellationToken cancellation)
    {
        if (_hasEnded) return false;
        MakeRoom();
        var read = await answer.ReadAsync(_buffer.AsMemory(_end), cancellation);
        _end += read;
        _hasEnded = read == 0;
        // A last line may lack its end.
        return read > 0 || _start < _end;
    }

    public void Dispose()
    {
        // It held an answer.
        ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = [];
        _start = _scanned = _end = 0;
    }

    private bool TryLine(out ReadOnlySpan<byte> line)
    {
        var found = _buffer.AsSpan(_scanned, _end - _scanned).IndexOf((byte)'\n');
        if (found < 0 && !(_hasEnded && _start < _end))
        {
            _scanned = _end;
            line = default;
            return false;
        }
        var end = found < 0 ? _end : _scanned + found;
        line = _buffer.AsSpan(_start, end - _start).TrimEnd((byte)'\r');
        _start = _scanned = Math.Min(end + 1, _end);
        return true;
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_scanned, _end, _start) = (_scanned - _start, _end - _start, 0);
        }
        if (_end < _buffer.Length) return;
        if (_buffer.Length >= MostBytes) throw new UpstreamException("A line of the upstream's answer is too long.");
        var larger = ArrayPool<byte>.Shared.Rent(2 * _buffer.Length);
        _buffer.AsSpan(0, _end).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = larger;
    }
}
