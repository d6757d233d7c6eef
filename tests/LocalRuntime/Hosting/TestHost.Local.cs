namespace Cocoon.LocalRuntime.Tests.Hosting;

public sealed partial class TestHost
{
    public const bool IsLocalRuntime = true;
}
