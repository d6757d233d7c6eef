namespace Cocoon.Attestation.Collateral;

/// <summary>What vendors publish about their hardware. Numbers order a snapshot and never change.</summary>
public enum CollateralKind
{
    /// <summary>Intel TCB info for TDX, the JSON answer with "tcbInfo" and "signature". Id: FMSPC, 12 hex digits, lower case.</summary>
    TdxTcbInfo = 0,

    /// <summary>Intel identity of the TD quoting enclave, the JSON answer. Id: empty.</summary>
    TdxQeIdentity = 1,

    /// <summary>Intel's TCB signing certificate with its root, PEM. Id: empty.</summary>
    TcbSigningChain = 2,

    /// <summary>CRL of Intel's SGX root, DER. Id: empty.</summary>
    IntelRootCrl = 3,

    /// <summary>CRL of a PCK certification authority, DER. Id: "platform" or "processor".</summary>
    IntelPckCrl = 4,

    /// <summary>AMD ASK (or ASVK) and ARK, PEM. Id: product in lower case, with "/vlek" for the ASVK.</summary>
    SnpAuthorities = 5,

    /// <summary>AMD CRL, DER. Id: product in lower case.</summary>
    SnpCrl = 6,

    /// <summary>AMD VCEK or VLEK, DER. Id: chip id and reported TCB in hex, joined by "/".</summary>
    SnpLeaf = 7,

    /// <summary>NVIDIA reference values, SWID tag in XML. Id: RIM id.</summary>
    GpuRim = 8,

    /// <summary>OCSP answer, DER. Id: SHA-256 of the certificate asked for, in hex.</summary>
    OcspAnswer = 9,

    /// <summary>JSON web key set. Id: issuer.</summary>
    JsonWebKeys = 10,
}
