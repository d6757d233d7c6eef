namespace Cocoon.Attestation.SevSnp;

/// <summary>What the guest's owner let the platform do: POLICY of the launch (AMD 56860, table 10).</summary>
internal readonly record struct SnpGuestPolicy(ulong Value)
{
    private const ulong Reserved = ~0UL << 26;

    public Version Abi => new((int)(Value >> 8 & 0xFF), (int)(Value & 0xFF));

    public bool Smt => Bit(16);

    public bool MigrationAgent => Bit(18);

    public bool Debug => Bit(19);

    public bool SingleSocket => Bit(20);

    public bool Cxl => Bit(21);

    /// <summary>Bit 17 is one, and those from 26 on are zero.</summary>
    public bool IsWellFormed => Bit(17) && (Value & Reserved) == 0;

    private bool Bit(int number) => (Value >> number & 1) == 1;
}
