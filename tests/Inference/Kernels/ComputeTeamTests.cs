using Cocoon.Inference.Cpu.Kernels;

namespace Cocoon.Inference.Tests.Kernels;

public sealed class ComputeTeamTests
{
    [Fact]
    public void Every_part_is_done_once_however_many_jobs_follow_each_other()
    {
        var team = new ComputeTeam(4) { AlwaysShares = true };
        var job = new CountingJob();
        for (var round = 0; round < 1_000; round++)
        {
            var parts = 1 + round % 37;
            job.Reset(parts);
            team.Run(job, parts, 1 + round % 4);
            job.Counts[..parts].Should().OnlyContain(count => count == 1);
            job.HighestWorker.Should().BeLessThan(1 + round % 4);
        }
    }

    [Fact]
    public async Task Callers_at_once_each_get_their_own_job_done()
    {
        var team = new ComputeTeam(3);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            var job = new CountingJob();
            for (var round = 0; round < 500; round++)
            {
                job.Reset(20);
                team.Run(job, 20, 3);
                job.Counts[..20].Should().OnlyContain(count => count == 1);
            }
        })));
    }

    [Fact]
    public void A_job_s_exception_is_the_caller_s_and_the_team_goes_on()
    {
        var team = new ComputeTeam(2);
        var job = new CountingJob { FailingPart = 5 };
        job.Reset(10);
        team.Invoking(t => t.Run(job, 10, 2)).Should().Throw<InvalidDataException>();
        job.FailingPart = -1;
        job.Reset(10);
        team.Run(job, 10, 2);
        job.Counts[..10].Should().OnlyContain(count => count == 1);
    }

    private sealed class CountingJob : ComputeJob
    {
        private int _highest;

        public int[] Counts { get; } = new int[64];

        public int FailingPart { get; set; } = -1;

        public int HighestWorker => _highest;

        public void Reset(int parts)
        {
            Array.Clear(Counts, 0, parts);
            _highest = 0;
        }

        public override void Run(int part, int worker)
        {
            Interlocked.Increment(ref Counts[part]);
            if (worker > Volatile.Read(ref _highest)) Volatile.Write(ref _highest, worker);
            if (part == FailingPart) throw new InvalidDataException("as the test wants");
        }
    }
}
