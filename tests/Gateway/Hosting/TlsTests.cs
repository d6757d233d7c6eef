using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cocoon.Gateway.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cocoon.Gateway.Tests.Hosting;

/// <summary>A gateway that ends TLS itself.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cocoon-tls-").FullName;
    private readonly MovedClock _clock = new();

    private string Certificate => Path.Combine(_folder, "tls.crt");

    private string Key => Path.Combine(_folder, "tls.key");

    [Fact]
    public async Task It_speaks_HTTP2_and_takes_a_renewed_certificate_without_a_restart()
    {
        Write("first.example", DateTime.UtcNow.AddMinutes(-3));
        await using var app = await Start(new TlsOptions { CertificateFile = Certificate, KeyFile = Key });

        (await Ask(app)).Should().Be(("CN=first.example", "HTTP/2"));
        Write("second.example", DateTime.UtcNow.AddMinutes(-2));
        (await Ask(app)).Subject.Should().Be("CN=first.example", "files are not looked at for every connection");
        _clock.Moved = TimeSpan.FromSeconds(11);
        (await Ask(app)).Subject.Should().Be("CN=second.example");
        await File.WriteAllTextAsync(Certificate, "broken");
        _clock.Moved = TimeSpan.FromSeconds(22);
        (await Ask(app)).Subject.Should().Be("CN=second.example", "a broken one leaves the old one in use");
    }

    [Fact]
    public async Task A_PFX_file_with_a_password_does_too()
    {
        using (var made = Make("pfx.example")) await File.WriteAllBytesAsync(Certificate, made.Export(X509ContentType.Pkcs12, "secret"));
        await using var app = await Start(new TlsOptions { CertificateFile = Certificate, Password = "secret" });
        (await Ask(app)).Should().Be(("CN=pfx.example", "HTTP/2"));
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_read_stops_the_start()
    {
        await File.WriteAllTextAsync(Certificate, "nothing");
        await FluentActions.Awaiting(() => Start(new TlsOptions { CertificateFile = Certificate, KeyFile = Certificate })).Should().ThrowAsync<CryptographicException>();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<WebApplication> Start(TlsOptions tls)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(_clock);
        builder.WebHost.UseKestrel(kestrel => kestrel.ListenForGateway(new IPEndPoint(IPAddress.Loopback, 0), tls));
        var app = builder.Build();
        app.MapGet("/", (HttpContext http) => http.Request.Protocol);
        await app.StartAsync();
        return app;
    }

    private static async Task<(string Subject, string Protocol)> Ask(WebApplication app)
    {
        var subject = "";
        using var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, certificate, _, _) => (subject = certificate!.Subject).Length > 0 },
        };
        using var http = new HttpClient(handler) { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower };
        var protocol = await http.GetStringAsync(new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()));
        return (subject, protocol);
    }

    private void Write(string name, DateTime writtenAt)
    {
        using var made = Make(name);
        File.WriteAllText(Certificate, made.ExportCertificatePem());
        File.WriteAllText(Key, made.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        foreach (var file in (string[])[Certificate, Key]) File.SetLastWriteTimeUtc(file, writtenAt);
    }

    private static X509Certificate2 Make(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private sealed class MovedClock : TimeProvider
    {
        public TimeSpan Moved { get; set; }

        public override long GetTimestamp() => Moved.Ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;
    }
}
