using Cocoon.Core.Tests.Models;
using Xunit.Abstractions;

namespace Cocoon.Core.Tests.Jobs;

/// <summary>Random lives of a job against a simple model of it.</summary>
public sealed class JobModelTests(ITestOutputHelper output)
{
    [Fact]
    public void A_job_does_what_the_model_says_after_every_command() => ModelCheck.Run(JobCommand.Any, 40, () => new JobRun(), output);
}
