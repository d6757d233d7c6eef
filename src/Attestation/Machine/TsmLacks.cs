namespace Cocoon.Attestation.Machine;

/// <summary>What can be missing between a program and its processor's evidence, and what to do.</summary>
internal static class TsmLacks
{
    public static Lack NoInterface { get; } = new(
        $"the kernel's report interface ({TsmFolder.DefaultPath})",
        "Start this as a TDX or SEV-SNP guest (in the host's BIOS: TDX, or SME and SEV-SNP, enabled) with Linux 6.7 or newer built with CONFIG_TSM_REPORTS and " +
        "CONFIG_TDX_GUEST_DRIVER or CONFIG_SEV_GUEST; load the module (modprobe tdx_guest, or modprobe sev-guest) and mount configfs: mount -t configfs none /sys/kernel/config.");

    public static Lack NoPermission { get; } = new(
        $"permission to write in {TsmFolder.DefaultPath}", "Run this as root, or give the service the capability to write there.");

    public static Lack Disturbed { get; } = new(
        "a report that is ours: another process kept writing in our entry", "Find out which program else uses the report interface, and run this again.");

    public static Lack NoDriver(string why) => new(
        $"a driver behind the report interface (making an entry failed: {why})",
        "This machine is no TDX or SEV-SNP guest, or its driver is not loaded: modprobe tdx_guest, or modprobe sev-guest.");

    public static Lack Refused(string why) => new(
        $"an answer of the hardware ({why})",
        "With TDX, the host needs a running quote generation service (QGS) that this guest can reach. With SEV-SNP, the host may be limiting requests; try again, and see dmesg.");

    public static Lack UnknownProvider(string name) => new(
        $"a kind of evidence that is understood: the kernel's driver calls itself '{name}'", "Known are tdx_guest and sev_guest.");
}
