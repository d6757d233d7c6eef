using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Cocoon.Gateway.Tests.Limits;

/// <summary>What one connection or request may take, over a real Kestrel.</summary>
public sealed class HttpLimitTests
{
    private const string Good = """{"model":"model","max_tokens":10,"messages":[{"role":"user","content":"Say hello"}]}""";
    private const string Streaming = """{"model":"model","stream":true,"max_tokens":10,"messages":[{"role":"user","content":"Say hello"}]}""";

    [Theory]
    [InlineData("gzip", 200)]
    [InlineData("br", 200)]
    [InlineData("deflate", 200)]
    [InlineData("identity", 200)]
    [InlineData("zstd", 415)]
    [InlineData("gzip, br", 415)]
    [InlineData("gzip bomb", 413)]
    [InlineData("gzip above the limit", 413)]
    [InlineData("gzip of nothing", 400)]
    public async Task Compressed_bodies_are_taken_and_bombs_are_not(string encoding, int status)
    {
        await using var gateway = await GatewayHost.Start(new FakeMarket());
        var text = encoding switch
        {
            "gzip bomb" => Good + new string(' ', 900_000),
            "gzip above the limit" => Good + string.Concat(Enumerable.Range(0, 300_000).Select(number => $" {number * 7919L}")),
            _ => Good,
        };
        var body = encoding == "gzip of nothing" ? "no gzip"u8.ToArray() : Compress(text, encoding.Split(' ')[0]);
        using var answer = await Post(gateway, body, headers => headers.TryAddWithoutValidation("Content-Encoding", encoding.StartsWith("gzip ", StringComparison.Ordinal) ? "gzip" : encoding));
        ((int)answer.StatusCode).Should().Be(status);
    }

    [Fact]
    public async Task Bodies_headers_and_answers_that_are_too_large_are_refused()
    {
        await using var gateway = await GatewayHost.Start(new FakeMarket(), options => (options.MaxBodyBytes, options.Http.MaxHeaderBytes, options.MaxCompletionTokens) = (1024, 4096, 256));
        using (var answer = await Post(gateway, new byte[1025])) answer.StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        using (var answer = await gateway.Chat(Good, change: request => request.Headers.Add("x-large", new string('x', 5000)))) answer.StatusCode.Should().Be(HttpStatusCode.RequestHeaderFieldsTooLarge);
        using (var answer = await gateway.Chat(Good.Replace("10", "257", StringComparison.Ordinal)))
        {
            answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
            JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("error").GetProperty("code").GetString().Should().Be("max_tokens_too_large");
        }
    }

    [Fact]
    public async Task A_body_that_comes_too_slowly_gets_408_and_who_reads_too_slowly_is_cut_off()
    {
        var cancelled = new TaskCompletionSource();
        await using var gateway = await GatewayHost.Start(new FakeMarket { Run = token => Endless(cancelled, token) }, options =>
            (options.Http.SlowGrace, options.Http.MinUploadRate, options.Http.MinDownloadRate) = (TimeSpan.FromSeconds(1.1), 10_000, 1_000_000));
        using var uploader = await Connect(gateway);
        await Send(uploader, Head(gateway, Good.Length) + Good[..5]);
        using var reader = await Connect(gateway);
        await Send(reader, Head(gateway, Streaming.Length) + Streaming);

        (await ReadAll(uploader)).Should().StartWith("HTTP/1.1 408 ");
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_connection_carries_so_many_requests_and_there_are_so_many_connections()
    {
        await using var gateway = await GatewayHost.Start(new FakeMarket(), options => (options.Http.MaxRequestsPerConnection, options.Http.MaxConnections) = (2, 1));
        using (var first = await gateway.Get("/v1/models")) first.Headers.ConnectionClose.Should().NotBeTrue();
        using (var crowd = await Connect(gateway)) (await ReadAll(crowd)).Should().BeEmpty("the one connection is taken");
        using (var second = await gateway.Get("/v1/models")) second.Headers.ConnectionClose.Should().BeTrue();
    }

    [Theory]
    [InlineData("https://app.example", true)]
    [InlineData("https://evil.example", false)]
    public async Task A_page_may_call_if_its_origin_is_configured(string origin, bool isAllowed)
    {
        await using var gateway = await GatewayHost.Start(new FakeMarket(), options => options.CorsOrigins = ["https://app.example"]);
        using var preflight = await Preflight(gateway, origin);
        preflight.StatusCode.Should().Be(HttpStatusCode.NoContent);
        Header(preflight, "Access-Control-Allow-Origin").Should().Be(isAllowed ? origin : null);
        Header(preflight, "Access-Control-Allow-Headers").Should().Be(isAllowed ? "authorization,x-stainless-os" : null);
        using var refused = await gateway.Chat("{", change: request => request.Headers.Add("Origin", origin));
        refused.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        Header(refused, "Access-Control-Allow-Origin").Should().Be(isAllowed ? origin : null, "a page can read errors too");
    }

    [Fact]
    public async Task No_page_may_call_unless_one_is_configured()
    {
        await using var gateway = await GatewayHost.Start(new FakeMarket());
        using var preflight = await Preflight(gateway, "https://app.example");
        preflight.Headers.Should().NotContain(header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    private static Task<HttpResponseMessage> Preflight(GatewayHost gateway, string origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Options, "/v1/chat/completions");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization,x-stainless-os");
        return gateway.Http.SendAsync(request);
    }

    private static string? Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? values.Single() : null;

    private static Task<HttpResponseMessage> Post(GatewayHost gateway, byte[] body, Action<HttpContentHeaders>? change = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", FakeMarket.Key.Reveal());
        change?.Invoke(request.Content.Headers);
        return gateway.Http.SendAsync(request);
    }

    private static byte[] Compress(string text, string encoding)
    {
        using var bytes = new MemoryStream();
        using Stream? stream = encoding switch
        {
            "gzip" => new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(bytes, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(bytes, CompressionLevel.Fastest, leaveOpen: true),
            _ => null,
        };
        (stream ?? bytes).Write(Encoding.UTF8.GetBytes(text));
        stream?.Dispose();
        return bytes.ToArray();
    }

    private static async IAsyncEnumerable<FakeChunk> Endless(TaskCompletionSource cancelled, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            var text = new string('x', 50_000);
            while (true)
            {
                await Task.Yield();
                cancellationToken.ThrowIfCancellationRequested();
                yield return FakeMarket.Token(7, text);
            }
        }
        finally
        {
            cancelled.TrySetResult();
        }
    }

    private static string Head(GatewayHost gateway, int length) =>
        $"POST /v1/chat/completions HTTP/1.1\r\nHost: {gateway.Http.BaseAddress!.Authority}\r\nAuthorization: Bearer {FakeMarket.Key.Reveal()}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n";

    private static async Task<Socket> Connect(GatewayHost gateway)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, gateway.Http.BaseAddress!.Port);
        return socket;
    }

    private static async Task Send(Socket socket, string text) => await socket.SendAsync(Encoding.ASCII.GetBytes(text));

    private static async Task<string> ReadAll(Socket socket)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var (text, buffer) = (new StringBuilder(), new byte[4096]);
        try
        {
            for (int read; (read = await socket.ReceiveAsync(buffer, patience.Token)) > 0;) text.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }
        catch (SocketException)
        {
            // Closed at once is closed too.
        }
        return text.ToString();
    }
}
