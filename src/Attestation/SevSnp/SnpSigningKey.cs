namespace Cocoon.Attestation.SevSnp;

/// <summary>Which key signed a report: KEY_INFO bits 4:2 (AMD 56860, table 23).</summary>
public enum SnpSigningKey
{
    /// <summary>Versioned chip endorsement key: names this very chip.</summary>
    Vcek = 0,

    /// <summary>Versioned loaded endorsement key: names a cloud, whose chips share it. Its certificate lives a year only.</summary>
    Vlek = 1,
}
