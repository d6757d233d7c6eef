namespace Cocoon.Silo.Settings;

/// <summary>The gateway's certificate, when it ends TLS itself. The files are read again when they change.</summary>
public sealed class TlsSettings
{
    /// <summary>Certificate with its chain in PEM; or a PFX file, when KeyFile is null. Required.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>The private key in PEM, readable by its owner only. Default: null, it is in the PFX file.</summary>
    public string? KeyFile { get; init; }

    /// <summary>File with the password of the PFX file. Default: null, none.</summary>
    public string? PasswordFile { get; init; }
}
