namespace Cocoon.Silo.Settings;

internal static class CanaryChecks
{
    public static IEnumerable<string> Of(CanarySettings canary, IReadOnlyList<string> models, ProcessKind kind, SiloRole role) =>
    [
        .. Checks.One(kind != ProcessKind.Silo || role != SiloRole.Core ? "Cocoon:Canary is set. Only core silos probe offers: remove the section, and the key file from this machine." : null),
        .. Checks.Address("Cocoon:Canary:Channel", canary.Channel, "the address of the channel that pays for probes"),
        .. Checks.One(KeyFile.WhyNotKey("Cocoon:Canary:VoucherKeyFile", canary.VoucherKeyFile)),
        .. Checks.Required("Cocoon:Canary:VoucherFolder", canary.VoucherFolder, "Name a folder that outlives the process."),
        .. Checks.Between("Cocoon:Canary:PeriodSeconds", canary.PeriodSeconds, 10, 86_400),
        .. canary.Models.Except(models).Select(static model => $"Cocoon:Canary:Models names '{model}', which Cocoon:Market:Models does not. Correct the name, or leave it out."),
    ];
}
