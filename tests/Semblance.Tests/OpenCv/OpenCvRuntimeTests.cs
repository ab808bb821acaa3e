using Semblance.OpenCv;

namespace Semblance.Tests.OpenCv;

public class OpenCvRuntimeTests
{
    [Fact]
    public void Explain_MissingDependency_NamesItAndTheCommandInOneLine()
    {
        var failure = new DllNotFoundException("Unable to load shared library 'OpenCvSharpExtern' or one of its dependencies.\n"
            + "libgtk-3.so.0: cannot open shared object file: No such file or directory\n"
            + "/app/libOpenCvSharpExtern.so: cannot open shared object file: No such file or directory");

        string message = OpenCvRuntime.Explain(failure, linux: true);

        Assert.Equal("OpenCV cannot be loaded (libgtk-3.so.0 is missing); install what it needs: apt-get install -y libgtk-3-0 libdrm2 libatomic1 opencv-data", message);
    }

    [Fact]
    public void Explain_OtherSystem_GivesNoAptCommand()
    {
        string message = OpenCvRuntime.Explain(new DllNotFoundException("..."), linux: false);

        Assert.Contains("OpenCvSharpExtern", message);
        Assert.DoesNotContain("apt-get", message);
        Assert.DoesNotContain('\n', message);
    }
}
