using Cocoon.Cli;
using Cocoon.Cli.Market;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>Where a running market says it is.</summary>
internal sealed class RunningMarketTarget : JsonFileTarget
{
    private readonly byte[] _keys = new DevKeysTarget().Seeds[0];

    public override int Cost => 10;

    protected override string FileName => "running.json";

    protected override IEnumerable<string> Documents => ["""{"Gateway":"http://127.0.0.1:8080/","Chain":"http://127.0.0.1:8081/api/v2/"}"""];

    public override bool IsRefusal(Exception exception) => exception is CliException;

    protected override void ReadFile(string path)
    {
        File.WriteAllBytes(Path.Combine(Folder, "keys.json"), _keys);
        RunningMarket.Find(Folder).Dispose();
    }
}
