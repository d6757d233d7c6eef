using System.Security.Cryptography.X509Certificates;

namespace Cocoon.Attestation.Tdx.Pck;

/// <summary>The two certification authorities of Intel that issue PCK certificates, named as their CRLs are asked for.</summary>
internal static class PckAuthority
{
    public const string Platform = "platform";
    public const string Processor = "processor";

    /// <returns>Null for any other authority. The name is trusted only because the root has signed it.</returns>
    public static string? Of(X509Certificate2 authority) => authority.GetNameInfo(X509NameType.SimpleName, forIssuer: false) switch
    {
        "Intel SGX PCK Platform CA" => Platform,
        "Intel SGX PCK Processor CA" => Processor,
        _ => null,
    };
}
