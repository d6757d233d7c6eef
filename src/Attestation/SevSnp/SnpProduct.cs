namespace Cocoon.Attestation.SevSnp;

/// <summary>Families of AMD EPYC processors, each with a root (ARK) of its own.</summary>
public enum SnpProduct
{
    /// <summary>Third generation, family 19h models 00h to 0Fh.</summary>
    Milan = 0,

    /// <summary>Fourth generation, family 19h models 10h to 1Fh and A0h to AFh (Bergamo, Siena).</summary>
    Genoa = 1,

    /// <summary>Fifth generation, family 1Ah models 00h to 1Fh.</summary>
    Turin = 2,
}
