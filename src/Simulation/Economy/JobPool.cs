namespace Cocoon.Simulation.Economy;

/// <summary>Records of jobs, used again and again. Not thread-safe.</summary>
internal sealed class JobPool
{
    private Job[] _jobs = new Job[4_096];
    private int[] _free = new int[4_096];
    private int _freeCount;
    private int _used;

    /// <summary>Jobs that wait or run.</summary>
    public int Alive => _used - _freeCount;

    /// <summary>Good until the next <see cref="Take"/>.</summary>
    public ref Job this[int job] => ref _jobs[job];

    public int Take()
    {
        if (_freeCount > 0) return _free[--_freeCount];
        if (_used == _jobs.Length) Array.Resize(ref _jobs, _used * 2);
        return _used++;
    }

    public void Return(int job)
    {
        ref var record = ref _jobs[job];
        record = new Job { Version = record.Version + 1 };
        if (_freeCount == _free.Length) Array.Resize(ref _free, _freeCount * 2);
        _free[_freeCount++] = job;
    }
}
