using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cocoon.Attestation.Appraisals;
using Cocoon.RaTls;

namespace Cocoon.Bench.Attestation;

/// <summary>
/// Mutual TLS 1.3 handshakes per second, both ends in this process: a plain small certificate, an attested one whose verdict is
/// cached, and one that is verified in full each time; and a plain certificate as long as the attested one. They take turns, so
/// that a busy machine slows all alike.
/// </summary>
internal static class HandshakeRows
{
    private const int Rounds = 25;
    private const int PerRound = 40;

    /// <summary>A service is long compiled when it counts; so that nobody's compiler is measured.</summary>
    private const int RoundsToWarmUp = 20;

    /// <summary>What simulated evidence has before it is padded: the bundle of one CPU.</summary>
    private const int LeastEvidenceBytes = 300;

    /// <summary>Measures with small evidence and with evidence as long as a TDX quote.</summary>
    public static async Task Print(TextWriter output)
    {
        await output.WriteLineAsync("\nMutual handshakes (both ends here, simulated evidence)");
        foreach (var (name, bytes) in ((string, int)[])[("small evidence", 0), ("5 KB of evidence", 5_000)])
        {
            var figures = await Run(() => new SimulatedVerifier(), bytes);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"  {name,-18} plain {figures.Plain,6:F0}/s   plain, as long {figures.PlainLong,6:F0}/s   cached {figures.Cached,6:F0}/s   cold {figures.Cold,6:F0}/s   cached/plain {figures.CachedToPlain:F2} (target 0.95)   plain, as long/plain {figures.PlainLongToPlain:F2}"));
        }
    }

    /// <param name="verifier">Verifies the evidence.</param>
    /// <param name="evidenceBytes">Bytes of evidence in a certificate besides what the simulated kind has; a TDX quote has 5,000.</param>
    public static async Task<HandshakeFigures> Run(Func<IEvidenceVerifier> verifier, int evidenceBytes)
    {
        using var plain = Plain([]);
        using var plainLong = Plain(new byte[LeastEvidenceBytes + evidenceBytes]);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var (small, large) = (SslStreamCertificateContext.Create(plain, null, offline: true), SslStreamCertificateContext.Create(plainLong, null, offline: true));
        using var cached = new HandshakeMachine(verifier(), evidenceBytes);
        var times = new[] { new List<double>(), new List<double>(), new List<double>(), new List<double>() };
        for (var round = -RoundsToWarmUp; round < Rounds; round++)
        {
            double[] took =
            [
                await Time(() => PlainLink(listener, small)),
                await Time(() => PlainLink(listener, large)),
                await Time(() => Link(listener, cached)),
                await Time(async () =>
                {
                    using var cold = cached.WithEmptyCache();
                    await Link(listener, cold);
                }),
            ];
            for (var i = 0; round >= 0 && i < took.Length; i++) times[i].Add(took[i]);
        }
        var rates = times.Select(row => PerRound / Median(row)).ToArray();
        return new HandshakeFigures(rates[0], rates[1], rates[2], rates[3], Ratio(times[0], times[2]), Ratio(times[0], times[1]));
    }

    private static double Ratio(List<double> plain, List<double> other) => Median(plain.Zip(other, (plainTook, otherTook) => plainTook / otherTook));

    private static async Task<double> Time(Func<Task> handshake)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < PerRound; i++) await handshake();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private static async Task Link(TcpListener listener, HandshakeMachine machine)
    {
        var (caller, called) = await Wire(listener);
        var accepted = machine.Endpoint.Accept(RaTlsTransport.Of(called, null), HandshakeMachine.Anybody);
        await using var connected = await machine.Endpoint.Connect(RaTlsTransport.Of(caller, null), HandshakeMachine.Anybody);
        await (await accepted).DisposeAsync();
        await Task.WhenAll(caller.DisposeAsync().AsTask(), called.DisposeAsync().AsTask());
    }

    /// <summary>With one byte each way: in TLS 1.3 a client is connected before the server has looked at its certificate.</summary>
    [SuppressMessage("Security", "CA5359", Justification = "Measures TLS without any check.")]
    private static async Task PlainLink(TcpListener listener, SslStreamCertificateContext certificate)
    {
        var (caller, called) = await Wire(listener);
        await using var client = new SslStream(caller);
        await using var server = new SslStream(called);
        var accepted = server.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = certificate, ClientCertificateRequired = true, EnabledSslProtocols = SslProtocols.Tls13,
            AllowTlsResume = false, CertificateChainPolicy = Chain(), RemoteCertificateValidationCallback = static (_, _, _, _) => true,
        });
        await client.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "cocoon", ClientCertificateContext = certificate, EnabledSslProtocols = SslProtocols.Tls13,
            AllowTlsResume = false, CertificateChainPolicy = Chain(), RemoteCertificateValidationCallback = static (_, _, _, _) => true,
        });
        await accepted;
        var one = new byte[1];
        await Task.WhenAll(client.WriteAsync(one).AsTask(), server.WriteAsync(one).AsTask());
        await Task.WhenAll(client.ReadExactlyAsync(one).AsTask(), server.ReadExactlyAsync(new byte[1]).AsTask());
    }

    private static async Task<(NetworkStream Caller, NetworkStream Called)> Wire(TcpListener listener)
    {
        var caller = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var called = listener.AcceptSocketAsync();
        await caller.ConnectAsync(listener.LocalEndpoint);
        var answering = await called;
        answering.NoDelay = true;
        return (new NetworkStream(caller, ownsSocket: true), new NetworkStream(answering, ownsSocket: true));
    }

    /// <summary>As RA-TLS has it: the machine's own trusted roots are not searched, which would make plain TLS look slow.</summary>
    private static X509ChainPolicy Chain() => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true,
    };

    private static X509Certificate2 Plain(byte[] filling)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=plain", key, HashAlgorithmName.SHA256);
        if (filling.Length > 0) request.CertificateExtensions.Add(new X509Extension("1.3.6.1.4.1.12345.9", filling, critical: false));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
