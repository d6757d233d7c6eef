namespace Cocoon.Ton.Contracts;

/// <summary>First 32 bits of our messages and signed cells (docs/contracts.md).</summary>
internal static class Opcodes
{
    public const uint TopUp = 0x43430001;
    public const uint Claim = 0x43430002;
    public const uint ClaimPaid = 0x43430003;
    public const uint PayoutNotice = 0x43430004;
    public const uint Voucher = 0x56434831;
    public const uint Batch = 0x42544831;
    public const uint CloseAgreement = 0x434c4f31;
    public const uint WithdrawPermit = 0x57445231;
}
