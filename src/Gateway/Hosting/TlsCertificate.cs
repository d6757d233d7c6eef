using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace Cocoon.Gateway.Hosting;

/// <summary>
/// The certificate from its files; read again when they change, so that a renewed one needs no restart. One that cannot be read
/// then leaves the old one in use. Thread-safe.
/// </summary>
internal sealed partial class TlsCertificate(TlsOptions options, TimeProvider time, ILogger<TlsCertificate> logger)
{
    /// <summary>How often the files are looked at, at most.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private SslServerAuthenticationOptions? _current;
    private (DateTime Certificate, DateTime Key) _written;
    private long _lookedAt;

    /// <summary>What a new connection is served with.</summary>
    /// <exception cref="CryptographicException">The files hold no certificate with its key, and none was read before.</exception>
    public SslServerAuthenticationOptions Current()
    {
        lock (_gate)
        {
            if (_current is not null && time.GetElapsedTime(_lookedAt) < LookEvery) return _current;
            _lookedAt = time.GetTimestamp();
            try
            {
                var written = (File.GetLastWriteTimeUtc(options.CertificateFile), options.KeyFile is null ? default : File.GetLastWriteTimeUtc(options.KeyFile));
                if (_current is not null && written == _written) return _current;
                _current = Read();
                _written = written;
                LogRead(_current.ServerCertificateContext!.TargetCertificate.NotAfter);
            }
            catch (Exception e) when (_current is not null && e is CryptographicException or IOException or UnauthorizedAccessException)
            {
                LogNotRead(e.GetType().Name);
            }
            return _current;
        }
    }

    private SslServerAuthenticationOptions Read()
    {
        var chain = new X509Certificate2Collection();
        X509Certificate2 certificate;
        if (options.KeyFile is { } key)
        {
            using var pem = X509Certificate2.CreateFromPemFile(options.CertificateFile, key);
            // Windows cannot serve with a key that is in memory only.
            certificate = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
            chain.ImportFromPemFile(options.CertificateFile);
        }
        else
        {
            chain = X509CertificateLoader.LoadPkcs12CollectionFromFile(options.CertificateFile, options.Password);
            certificate = chain.FirstOrDefault(one => one.HasPrivateKey) ?? throw new CryptographicException("The PFX file holds no private key.");
        }
        return new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate, chain, offline: true),
            ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
        };
    }

    [LoggerMessage(2008, LogLevel.Information, "TLS certificate read; it is valid until {NotAfter:u}.")]
    private partial void LogRead(DateTime notAfter);

    [LoggerMessage(2007, LogLevel.Error, "The TLS certificate has changed and cannot be read ({Error}). The old one stays in use: correct the files.")]
    private partial void LogNotRead(string error);
}
