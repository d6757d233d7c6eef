using Cocoon.Core.Tests.Models;
using Xunit.Abstractions;

namespace Cocoon.Core.Tests.Settlement;

/// <summary>Random histories of a settlement shard and its chain against a simple model of them.</summary>
public sealed class BatchModelTests(ITestOutputHelper output)
{
    [Fact]
    public void A_shard_settles_as_the_model_says_after_every_command() => ModelCheck.Run(BatchCommand.Any, 60, () => new BatchRun(), output);
}
