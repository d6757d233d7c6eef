using Cocoon.Cli;
using Cocoon.Cli.Dev;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>The keys of a development network.</summary>
internal sealed class DevKeysTarget : JsonFileTarget
{
    public override int Cost => 4;

    protected override string FileName => "keys.json";

    protected override IEnumerable<string> Documents =>
        ["{" + string.Join(',', ((string[])["operator", "market", "client", "voucher", "provider", "api"]).Select((name, index) => $"\"{name}\":\"{new string((char)('1' + index), 64)}\"")) + "}"];

    public override bool IsRefusal(Exception exception) => exception is CliException;

    protected override void ReadFile(string path)
    {
        using var keys = DevKeys.Load(Folder);
        _ = (keys.VoucherSeed, keys.ApiSecret, keys.AdminKey);
    }
}
