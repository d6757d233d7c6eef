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
/// cached, and one that is verified in full each time. The three take turns, so that a busy machine slows all alike.
/// </summary>
internal static class HandshakeRows
{
    private const int Rounds = 15;
    private const int PerRound = 40;

    /// <summary>Measures with small evidence and with evidence as long as a TDX quote.</summary>
    public static async Task Print(TextWriter output)
    {
        await output.WriteLineAsync("\nMutual handshakes (both ends here, simulated evidence)");
        foreach (var (name, bytes) in ((string, int)[])[("small evidence", 0), ("5 KB of evidence", 5_000)])
        {
            var figures = await Run(() => new SimulatedVerifier(), bytes);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"  {name,-18} plain {figures.Plain,6:F0}/s   cached {figures.Cached,6:F0}/s   cold {figures.Cold,6:F0}/s   cached/plain {figures.CachedToPlain:F2} (target 0.95)"));
        }
    }

    /// <param name="verifier">Verifies the evidence.</param>
    /// <param name="evidenceBytes">Bytes of evidence in a certificate besides what the simulated kind has; a TDX quote has 5,000.</param>
    public static async Task<HandshakeFigures> Run(Func<IEvidenceVerifier> verifier, int evidenceBytes)
    {
        using var plain = Plain();
        var context = SslStreamCertificateContext.Create(plain, null, offline: true);
        using var cached = new HandshakeMachine(verifier(), evidenceBytes);
        var times = new[] { new List<double>(), new List<double>(), new List<double>() };
        for (var round = -1; round < Rounds; round++)
        {
            double[] took =
            [
                await Time(() => PlainLink(context)),
                await Time(() => Link(cached, cached)),
                await Time(async () =>
                {
                    using var cold = cached.WithEmptyCache();
                    await Link(cold, cold);
                }),
            ];
            // The first round warms up.
            for (var i = 0; round >= 0 && i < took.Length; i++) times[i].Add(took[i]);
        }
        var ratios = times[0].Zip(times[1], (plainTook, cachedTook) => plainTook / cachedTook);
        return new HandshakeFigures(PerRound / Median(times[0]), PerRound / Median(times[1]), PerRound / Median(times[2]), Median(ratios));
    }

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

    private static async Task Link(HandshakeMachine server, HandshakeMachine client)
    {
        var (caller, called) = await Wire();
        var accepted = server.Endpoint.Accept(RaTlsTransport.Of(called, null), HandshakeMachine.Anybody);
        await using var connected = await client.Endpoint.Connect(RaTlsTransport.Of(caller, null), HandshakeMachine.Anybody);
        await (await accepted).DisposeAsync();
        await Task.WhenAll(caller.DisposeAsync().AsTask(), called.DisposeAsync().AsTask());
    }

    /// <summary>With one byte each way: in TLS 1.3 a client is connected before the server has looked at its certificate.</summary>
    [SuppressMessage("Security", "CA5359", Justification = "Measures TLS without any check.")]
    private static async Task PlainLink(SslStreamCertificateContext certificate)
    {
        var (caller, called) = await Wire();
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

    private static async Task<(NetworkStream Caller, NetworkStream Called)> Wire()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
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

    private static X509Certificate2 Plain()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=plain", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
