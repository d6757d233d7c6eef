using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Cocoon.Bench.Gateway;

/// <summary>
/// One connection of the load generator: sends a request that was made before, and reads its streamed answer to the end, on a
/// bare socket, so that measuring costs little beside what is measured. Used by one caller at a time.
/// </summary>
internal sealed class LoadConnection(LoadPlan plan) : IDisposable
{
    private const int LeastBytes = Answer.Chunks * Answer.TextBytes;

    private readonly byte[] _buffer = new byte[64 * 1024];
    private Socket? _socket;

    /// <summary>The whole request, head and body.</summary>
    public static byte[] Request(LoadPlan plan, int number)
    {
        var body = Answer.Request(plan.IsIdle);
        var channel = plan.Channels == 0 ? "" : $"x-cocoon-channel: {Soak.SoakHost.Channel(number % plan.Channels).Raw}\r\n";
        var head = string.Create(CultureInfo.InvariantCulture,
            $"POST {plan.Path} HTTP/1.1\r\nHost: 127.0.0.1:{plan.Port}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n{plan.Headers}{channel}\r\n");
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    /// <summary>Sends and reads; never throws for what the server or the network does.</summary>
    /// <param name="request">What <see cref="Request"/> made.</param>
    /// <param name="due">When it should have been sent; times count from there.</param>
    public async Task<LoadSample> Ask(byte[] request, long due)
    {
        try
        {
            return await Exchange(request, due);
        }
        catch (SocketException e)
        {
            Dispose();
            return new LoadSample(0, 0, e.SocketErrorCode.ToString());
        }
    }

    /// <summary>Sends and reads up to the first chunk of the answer's text, and no more.</summary>
    /// <returns>Why not; null if all is well.</returns>
    public async Task<string?> Hold(byte[] request)
    {
        await Send(request);
        var seen = new StringBuilder();
        while (!seen.ToString().Contains(new string('a', Answer.TextBytes), StringComparison.Ordinal))
        {
            var read = await _socket!.ReceiveAsync(_buffer);
            if (read == 0 || seen.Length > _buffer.Length) return $"no first chunk: {seen.ToString()[..Math.Min(200, seen.Length)]}";
            seen.Append(Encoding.ASCII.GetString(_buffer, 0, read));
        }
        return null;
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _socket = null;
    }

    private async Task<LoadSample> Exchange(byte[] request, long due)
    {
        await Send(request);
        var (total, first) = (0, 0d);
        // The last bytes of each piece go in front of the next, so that an end in two pieces is seen.
        for (var kept = 0; ;)
        {
            var read = await _socket!.ReceiveAsync(_buffer.AsMemory(kept));
            if (total == 0 && read > 0)
            {
                first = TimeProvider.System.GetElapsedTime(due).TotalMilliseconds;
                if (!_buffer.AsSpan(0, read).StartsWith("HTTP/1.1 200"u8)) return Refused(Encoding.ASCII.GetString(_buffer, 0, Math.Min(read, 300)));
            }
            total += read;
            var seen = _buffer.AsSpan(0, kept + read);
            if (seen.EndsWith("\r\n0\r\n\r\n"u8) || read == 0) return End(read, total, first, due);
            kept = Math.Min(6, seen.Length);
            seen[^kept..].CopyTo(_buffer);
        }
    }

    private LoadSample End(int read, int total, double first, long due)
    {
        if (read == 0) Dispose();
        return total >= LeastBytes ? new LoadSample(first, TimeProvider.System.GetElapsedTime(due).TotalMilliseconds, null) : Refused($"an answer of {total} bytes");
    }

    private LoadSample Refused(string why)
    {
        Dispose();
        return new LoadSample(0, 0, why);
    }

    private async Task Send(byte[] request)
    {
        if (_socket is null)
        {
            _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await _socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, plan.Port));
        }
        await _socket.SendAsync(request);
    }
}
