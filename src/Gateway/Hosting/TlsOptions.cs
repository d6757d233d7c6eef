namespace Cocoon.Gateway.Hosting;

/// <summary>The certificate of a gateway that ends TLS itself: PEM files, or one PFX file.</summary>
public sealed class TlsOptions
{
    /// <summary>Certificate with its chain in PEM, or a PFX file when <see cref="KeyFile"/> is null. Required.</summary>
    public required string CertificateFile { get; init; }

    /// <summary>The private key in PEM. Default: null, it is in the PFX file.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Password of the PFX file. Default: null, none.</summary>
    public string? Password { get; init; }
}
