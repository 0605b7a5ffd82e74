//! The commands for a deployment on AWS. With the feature `cloud`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// 问答式写 wenqu.toml，从不写密钥。Ask what a deployment on AWS needs and write wenqu.toml
    Init(Init),
    /// 部署或更新到 AWS：先列出变更和月费，再问。Deploy to AWS; shows changes and cost before it asks
    Deploy(Deploy),
    /// 部署的状态。What runs, what waits
    Status {
        /// JSON，一个值。One JSON value
        #[arg(long)]
        json: bool,
    },
    /// 逐项体检：为什么、怎么办、怎样验证。Check everything: why, how to mend, how to look again
    Doctor(Doctor),
    /// 密钥：存进 AWS，从不作为参数。Secrets, kept in AWS, never given as flags
    #[command(subcommand)]
    Secrets(Secrets),
    /// 函数的日志。The functions' logs
    Logs(Logs),
    /// 放弃了的任务。Work that was given up
    #[command(subcommand)]
    Dead(Dead),
    /// 导出后删除整个部署。Export, then delete the deployment
    Destroy(Destroy),
}

/// `wenqu init`
#[derive(Debug, Args)]
pub struct Init {
    /// AppID，以 wx 开头。The account's AppID
    #[arg(long, value_name = "WX…")]
    pub app_id: Option<String>,
    /// 原始 ID，以 gh_ 开头。The account's original id
    #[arg(long, value_name = "GH_…")]
    pub original_id: Option<String>,
    /// 消息加解密方式：secure、compatible 或 plain。Message mode, as set on the platform
    #[arg(long)]
    pub mode: Option<String>,
    /// AWS 区域，如 cn-northwest-1。AWS region
    #[arg(long)]
    pub region: Option<String>,
    /// 怎样调用平台接口：direct、courier、courier-token 或 none。How calls to the platform leave
    #[arg(long)]
    pub egress: Option<String>,
    /// 有固定 IP 的代理（egress = direct 时可选）。An HTTP CONNECT proxy with a fixed address
    #[arg(long, value_name = "http://HOST:PORT")]
    pub api_proxy: Option<String>,
    /// 接收告警的邮箱。Address for alarms
    #[arg(long)]
    pub alarm_email: Option<String>,
    /// 后台与回调用的域名（可选）。Domain name of callback and console, if you have one
    #[arg(long)]
    pub domain_name: Option<String>,
    /// 该域名的 ACM 证书 ARN。The certificate of that name
    #[arg(long, value_name = "ARN")]
    pub certificate_arn: Option<String>,
    /// 不提问；缺什么就报错。Never ask; fail naming what is missing
    #[arg(long)]
    pub no_input: bool,
}

/// `wenqu deploy`
#[derive(Debug, Args)]
pub struct Deploy {
    /// 函数的处理器架构：x86_64 或 arm64（默认取设置，否则本机）。Processor architecture of the functions
    #[arg(long, value_enum)]
    pub arch: Option<Arch>,
    /// 用这个目录里编好的 webhook.zip 等五个文件，不在本机编译。Use prebuilt zips
    #[arg(long, value_name = "DIR")]
    pub zips: Option<PathBuf>,
    /// 用这个模板，而不是自带的。Another template than the one inside this binary
    #[arg(long, value_name = "FILE")]
    pub template: Option<PathBuf>,
    /// 编译时额外打开的特性（测试用），如 test-clock。More cargo features of the functions, for tests
    #[arg(long, value_name = "NAME", hide = true)]
    pub build_feature: Vec<String>,
    /// 粉丝数，用来估算月费。Followers, for the estimate of the monthly cost
    #[arg(long, default_value_t = 2_000)]
    pub followers: u64,
    /// 第一位管理员的登录名。Sign-in name of the first administrator
    #[arg(long, default_value = "admin")]
    pub admin: String,
    /// 还没有内容时，不发布示例内容。Don't publish the sample content
    #[arg(long)]
    pub no_sample: bool,
    /// 只列出变更和费用，不执行。Only show changes and cost
    #[arg(long)]
    pub dry_run: bool,
    /// 不问，直接执行。Don't ask before executing
    #[arg(long, short)]
    pub yes: bool,
    /// 不提问；缺什么就报错。Never ask; fail naming what is missing
    #[arg(long)]
    pub no_input: bool,
}

/// Processor architecture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Arch {
    /// Intel and AMD.
    #[value(name = "x86_64")]
    X86,
    /// ARM, a fifth cheaper.
    #[value(name = "arm64")]
    Arm,
}

impl Arch {
    /// The word in the template.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::X86 => "x86_64",
            Self::Arm => "arm64",
        }
    }
}

/// `wenqu doctor`
#[derive(Debug, Args)]
pub struct Doctor {
    /// JSON，一个值。One JSON value
    #[arg(long)]
    pub json: bool,
    /// 只做这几项，如 WX-02；可重复。Only these checks
    #[arg(long, value_name = "ID")]
    pub only: Vec<String>,
    /// 真的去换一次 access_token。Talk to the platform: exchange the secret for a token
    #[arg(long)]
    pub live: bool,
    /// 回调地址（默认取部署的输出），如在自己的反向代理之后。Another address of the callback than the stack's
    #[arg(long, value_name = "URL")]
    pub callback: Option<String>,
    /// 把脱敏的报告写进文件。Write a redacted report
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// 有提醒也以 1 退出。Exit with 1 for warnings, too
    #[arg(long)]
    pub strict: bool,
}

/// `wenqu secrets`
#[derive(Debug, Subcommand)]
pub enum Secrets {
    /// 设置；值从标准输入（一行）或不回显的提问读。Set one; the value comes from standard input or a prompt
    Set {
        /// token、encoding_aes_key 或 app_secret。Which
        name: String,
        /// 生成一个（app_secret 除外），只显示这一次。Make one up and show it this once
        #[arg(long)]
        generate: bool,
    },
    /// 轮换：现值变为旧值（仍然有效），再写入新值。Rotate: the current value stays valid as the old one
    Rotate {
        /// token 或 encoding_aes_key。Which
        #[arg(required_unless_present = "finish")]
        name: Option<String>,
        /// 生成新值，只显示这一次。Make the new one up and show it this once
        #[arg(long, conflicts_with = "finish")]
        generate: bool,
        /// 平台已切换：删掉旧值。The platform has switched: drop the old values
        #[arg(long, conflicts_with = "name")]
        finish: bool,
    },
    /// 从云上删除 app_secret：用 courier 时它不该在那里。Delete app_secret, which has no business there with a courier
    Delete {
        /// app_secret。Which
        name: String,
    },
    /// 有哪些、何时改过；从不显示值。Which there are and since when; never the values
    List {
        /// JSON。As JSON
        #[arg(long)]
        json: bool,
    },
}

/// `wenqu logs`
#[derive(Debug, Args)]
pub struct Logs {
    /// webhook、worker、sender、ticker、admin；不写就是全部。Which function; all without
    pub functions: Vec<String>,
    /// 从多久以前开始，如 30s、10m、2h、3d。How far back
    #[arg(long, default_value = "10m")]
    pub since: String,
    /// 一直跟着看，Ctrl-C 结束。Go on until Ctrl-C
    #[arg(long, short)]
    pub follow: bool,
}

/// `wenqu dead`
#[derive(Debug, Subcommand)]
pub enum Dead {
    /// 放弃了的任务，和死信队列里有多少。Jobs that were given up, and how many messages the dead-letter queues hold
    List {
        /// JSON。As JSON
        #[arg(long)]
        json: bool,
    },
    /// 重新执行。Run them again
    Retry {
        /// `dead list` 里的编号。Ids, as `dead list` shows them
        #[arg(required_unless_present = "all")]
        ids: Vec<String>,
        /// 全部任务，和死信队列里的全部消息。All of them, and what the dead-letter queues hold
        #[arg(long, conflicts_with = "ids")]
        all: bool,
    },
}

/// `wenqu destroy`
#[derive(Debug, Args)]
pub struct Destroy {
    /// 导出到哪里（默认 wenqu-export-STACK-日期）。Where the export goes
    #[arg(long, value_name = "DIR")]
    pub export: Option<PathBuf>,
    /// 不导出图片等文件，只导出表。Export the tables only, not pictures and other files
    #[arg(long)]
    pub no_blobs: bool,
    /// 不导出：数据就此丢失。No export: the data is lost
    #[arg(long, conflicts_with_all = ["export", "no_blobs"])]
    pub no_export: bool,
    /// 不问；要同时写明 --stack。Don't ask; needs --stack
    #[arg(long, short)]
    pub yes: bool,
}
